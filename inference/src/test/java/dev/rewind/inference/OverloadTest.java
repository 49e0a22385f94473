package dev.rewind.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.rewind.inference.clips.Jpegs;
import dev.rewind.inference.overload.LoadReports;
import dev.rewind.inference.overload.LoadWatch;
import dev.rewind.inference.overload.OverloadPolicy;
import dev.rewind.inference.overload.OverloadSettings;
import dev.rewind.inference.overload.Priorities;
import dev.rewind.inference.serving.FunctionModel;
import dev.rewind.inference.serving.ModelServer;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Weights;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Label;
import dev.rewind.topics.Progress;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model of 50 clips a second, whatever the machine, and twice as many clips. What a transaction that failed had counted is
 * counted again: counts may be too high, never too low.
 */
@Timeout(180)
class OverloadTest {
    private static final int STREAMS = 16;
    private static final int FRAMES_PER_RECORD = 2; // a clip each
    private static final Duration PERIOD = BrightnessModel.CLIP.period();
    private static final Duration RECORD_EVERY = Duration.ofMillis(1000 / 100); // of any stream
    private static final Duration BATCH_TAKES = Duration.ofMillis(80); // of four clips
    private static final Duration BEHIND_AFTER = Duration.ofSeconds(1);
    private static final String THIN = "brightness-thin";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private String test;
    private EmbeddedBroker broker;

    @BeforeEach
    void startBroker(TestInfo info) {
        test = info.getTestMethod().orElseThrow().getName();
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(directory.resolve("broker"), 0));
        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void labelsEveryClipHoweverLateWhenItIsToWait() {
        Progress end = overload(OverloadPolicy.WAIT, Duration.ofSeconds(6));

        assertThat(said).anyMatch(report -> report.notes().containsKey("behindSince"));
        Map<String, List<Label>> labels = labels();
        assertThat(labels).hasSize(STREAMS);
        labels.forEach((stream, found) -> assertThat(found).as(stream).hasSize(clips));
        assertThat(end.figures().get("droppedClips")).isZero();
        assertThat(end.notes()).doesNotContainKey("leftOut");
    }

    @Test
    void leavesOutWhatWaitedLongestOfTheLowestPriorityAndCountsIt() {
        Progress end = overload(OverloadPolicy.DROP_OLDEST, Duration.ofSeconds(6));

        Map<String, List<Label>> labels = labels();
        int labelled = labels.values().stream().mapToInt(List::size).sum();
        assertThat(end.figures().get("droppedClips")).isPositive();
        if (end.figures().get("skippedRecords")
                == 0) { // a machine that is slow to start skips some, and clips with them
            assertThat(end.figures().get("droppedClips")).isGreaterThanOrEqualTo((double) STREAMS * clips - labelled);
        }
        double least = labels.entrySet().stream()
                .filter(stream -> stream.getKey().startsWith("vault"))
                .mapToInt(stream -> stream.getValue().size())
                .min()
                .orElseThrow();
        double most = labels.entrySet().stream()
                .filter(stream -> stream.getKey().startsWith("cam"))
                .mapToInt(stream -> stream.getValue().size())
                .average()
                .orElseThrow();
        assertThat(least).isGreaterThan(most);
        assertThat(end.notes().get("leftOut")).startsWith("cam-");
    }

    @Test
    void labelsFewerClipsOfEachStreamWhenItIsToStretch() {
        Progress end = overload(OverloadPolicy.STRETCH, Duration.ofSeconds(8));

        Map<String, List<Label>> labels = labels();
        int labelled = labels.values().stream().mapToInt(List::size).sum();
        assertThat(end.figures().get("stretchedClips")).isPositive();
        assertThat(end.figures().get("stretchedClips")).isGreaterThanOrEqualTo((double) STREAMS * clips - labelled);
        assertThat(labels).hasSize(STREAMS);
        assertThat(labels.values()).allMatch(found -> found.size() < clips);
    }

    @Test
    void labelsEveryClipWithACheaperModelWhileItIsBehindAndSaysWhich() {
        Path folder = writeThinModel();
        Progress end = overload(OverloadPolicy.THIN, Optional.of(folder.toString()), Duration.ofSeconds(8));

        Map<String, List<Label>> labels = labels();
        assertThat(labels).hasSize(STREAMS);
        labels.forEach((stream, found) -> assertThat(found).as(stream).hasSize(clips));
        Map<String, Long> byModel = labels.values().stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(label -> label.model().version(), Collectors.counting()));
        assertThat(byModel).containsOnlyKeys(BrightnessModel.MANIFEST.version(), THIN);
        assertThat(end.figures().get("thinnedClips")).isGreaterThanOrEqualTo((double) byModel.get(THIN));
        assertThat(end.figures().get("droppedClips")).isZero();
        assertThat(end.figures().get("skippedRecords")).isZero();
        assertThat(end.notes()).doesNotContainKey("leftOut");
    }

    @Test
    void saysThatItWasBehindThoughItWasForAMomentOnly() {
        LoadWatch watch = new LoadWatch(OverloadSettings.defaults());
        try (LoadReports reports = new LoadReports(broker.connection(), test, OverloadPolicy.WAIT, watch)) {
            long now = System.currentTimeMillis();
            watch.observe(0, OverloadSettings.defaults().behindAfter().toMillis() + 1, now);
            watch.observe(0, 0, now + 5);
        }

        read(Topic.PROGRESS, Progress.class, said::add, consumer -> true);
        assertThat(said.get(said.size() - 1).figures()).containsEntry("recoverySeconds", 0.005);
    }

    /** A real network of the same clips; it takes a millisecond where the other one takes eighty. */
    private Path writeThinModel() {
        ModelManifest like = BrightnessModel.MANIFEST;
        ModelManifest manifest = new ModelManifest(
                THIN, "", "none", like.network(), like.clip(), like.classes(), Instant.EPOCH, null, Map.of());
        Path folder = directory.resolve(THIN);
        Random random = new Random(1);
        try (NDManager manager = Torch.manager().newSubManager();
                Weights weights =
                        Weights.create(manager, Network.of(like.network()).shapes(), (name, shape) -> {
                            FloatBuffer values = FloatBuffer.allocate((int) shape.size());
                            while (values.hasRemaining()) {
                                values.put((float) random.nextGaussian() * 0.1f);
                            }
                            return values.flip();
                        })) {
            new ModelFolder(folder).write(weights, manifest);
        }
        return folder;
    }

    @Test
    @Tag("slow") // twice the capacity for ten minutes
    @Timeout(900)
    void keepsItsMemoryAndItsPolicyForTenMinutesAndIsBackWithinAMinute() {
        long before = usedHeap();
        Progress end = overload(OverloadPolicy.DROP_OLDEST, Duration.ofMinutes(10));

        assertThat(usedHeap() - before).isLessThan(64 << 20);
        assertThat(end.figures().get("recoverySeconds")).isLessThan(60);
        assertThat(labels()).hasSize(STREAMS);
    }

    private final List<Progress> said = new ArrayList<>();
    private int clips;

    /** Sends twice of what the model can do for so long, waits until all is well, and returns what is said at the end. */
    private Progress overload(OverloadPolicy policy, Duration length) {
        return overload(policy, Optional.empty(), length);
    }

    private Progress overload(OverloadPolicy policy, Optional<String> thinModel, Duration length) {
        try (InferenceService service = service(policy, thinModel);
                RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
            service.start();
            service.awaitRunning(PATIENCE);
            clips = send(publisher, length);
            awaitRecovery();
        }
        listen(consumer -> true); // to what it says at its end, too
        return said.get(said.size() - 1);
    }

    private InferenceService service(OverloadPolicy policy, Optional<String> thinModel) {
        Priorities priorities = new Priorities(List.of(Priorities.Rule.of("cam-*=0"), Priorities.Rule.of("vault-*=3")));
        InferenceSettings base = TestSettings.in(directory);
        InferenceSettings settings = new InferenceSettings(
                test,
                1,
                base.clips(),
                base.topK(),
                base.flushAfter(),
                base.stateDirectory(),
                base.membership(),
                base.serving(),
                base.drift(),
                base.questions(),
                base.smoothing(),
                new OverloadSettings(policy, BEHIND_AFTER, priorities, thinModel));
        FunctionModel model = new FunctionModel(BrightnessModel.MANIFEST, batch -> {
            parkUntil(System.nanoTime() + BATCH_TAKES.toNanos());
            return BrightnessModel.probabilities(batch);
        });
        ModelServer models = new ModelServer(broker.connection(), settings.serving(), model, record -> {
            throw new IllegalStateException("another test's model");
        });
        return new InferenceService(broker.connection(), settings, models, (label, scores) -> {});
    }

    /** Returns how many clips each stream has. */
    private static int send(RecordPublisher publisher, Duration length) {
        long begun = System.nanoTime();
        int rounds = (int) (length.toNanos() / RECORD_EVERY.toNanos() / STREAMS);
        byte[] bundle = Jpegs.joined(Jpegs.grey(40), Jpegs.grey(200));
        Instant start = Instant.now();
        for (int turn = 0; turn < rounds * STREAMS; turn++) {
            parkUntil(begun + turn * RECORD_EVERY.toNanos());
            int first = turn / STREAMS * FRAMES_PER_RECORD;
            String stream = stream(turn % STREAMS);
            RecordHeaders headers = new RecordHeaders();
            new FrameHeaders(
                            FrameHeaders.MOTION_JPEG,
                            "test",
                            0,
                            first,
                            start.plus(PERIOD.multipliedBy(first)),
                            Optional.of(PERIOD))
                    .writeTo(stream, headers);
            publisher.send(Topic.FRAMES, stream, bundle, headers);
        }
        publisher.flush();
        return rounds - 1;
    }

    /** A quarter matters more. */
    private static String stream(int number) {
        return (number % 4 == 0 ? "vault-" : "cam-") + number;
    }

    /** Until all frames are read, no label comes any more, and it keeps up. */
    private void awaitRecovery() {
        long[] labels = {-1};
        listen(consumer -> {
            long before = labels[0];
            labels[0] = sum(consumer.endOffsets(partitions(consumer, Topic.LABELS)));
            return before == labels[0]
                    && isRead(consumer)
                    && !said.isEmpty()
                    && String.valueOf(said.get(said.size() - 1).detail()).startsWith("keeps up again");
        });
    }

    /** Hears all that the process says of how it keeps up, from the beginning. */
    private void listen(Predicate<KafkaConsumer<String, Progress>> enough) {
        String job = "inference/" + TestSettings.SERVING.instance();
        said.clear();
        read(
                Topic.PROGRESS,
                Progress.class,
                progress -> {
                    if (progress.job().equals(job)) {
                        said.add(progress);
                    }
                },
                enough);
    }

    private static boolean isRead(KafkaConsumer<String, ?> consumer) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions(consumer, Topic.FRAMES));
        long read = consumer.committed(ends.keySet()).values().stream()
                .mapToLong(offset -> offset == null ? 0 : offset.offset())
                .sum();
        return read == sum(ends);
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The committed labels of each stream, which must be in order and none twice; to the end of the topic. */
    private Map<String, List<Label>> labels() {
        Map<String, List<Label>> found = new HashMap<>();
        read(
                Topic.LABELS,
                Label.class,
                label -> {
                    List<Label> before = found.computeIfAbsent(label.stream(), stream -> new ArrayList<>());
                    if (!before.isEmpty()) {
                        assertThat(label.from())
                                .isAfter(before.get(before.size() - 1).from());
                    }
                    before.add(label);
                },
                consumer -> true);
        return found;
    }

    /** Reads what is committed, from the beginning, until it is enough at the end. */
    private <T> void read(Topic topic, Class<T> type, Consumer<T> reader, Predicate<KafkaConsumer<String, T>> enough) {
        Map<String, Object> settings = broker.connection()
                .with(Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"))
                .readerSettings();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, test); // only to ask how far it has read
        try (Deserializer<T> json = JsonSerde.of(type).deserializer();
                KafkaConsumer<String, T> consumer = new KafkaConsumer<>(settings, new StringDeserializer(), json)) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            do {
                assertThat(System.nanoTime()).as("waiting at %s", topic).isLessThan(deadline);
                consumer.poll(Duration.ofMillis(500)).forEach(record -> reader.accept(record.value()));
            } while (!isAtEnd(consumer) || !enough.test(consumer));
        }
    }

    private static boolean isAtEnd(KafkaConsumer<?, ?> consumer) {
        return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, Topic topic) {
        return consumer.partitionsFor(topic.topicName()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private static void parkUntil(long nanos) {
        while (System.nanoTime() < nanos) {
            LockSupport.parkNanos(nanos - System.nanoTime());
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
