package dev.rewind.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.inference.clips.Jpegs;
import dev.rewind.inference.serving.FunctionModel;
import dev.rewind.inference.serving.ModelServer;
import dev.rewind.inference.serving.ModelSource;
import dev.rewind.model.Compute;
import dev.rewind.model.ModelFolder;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker. Each test has its own group and streams, and reads only those. */
@Timeout(180)
class InferenceServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PERIOD = BrightnessModel.CLIP.period();
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");

    @TempDir
    private static Path brokerDirectory;

    private static EmbeddedBroker broker;

    @TempDir
    private Path directory;

    private String test;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(brokerDirectory, 0));
        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void nameTest(TestInfo info) {
        test = info.getTestMethod().orElseThrow().getName();
    }

    @Test
    void shouldLabelEveryClipExactlyOnceAndInOrderAcrossRestarts() {
        int streams = 6;
        int frames = 40;
        int clips = (frames - 4) / 2 + 1;
        try (InferenceService service = service(BrightnessModel::probabilities)) {
            service.start();
            service.awaitRunning(PATIENCE);
            send(streams, 0, 19);
            awaitLabels(streams * 2);
        }
        send(streams, 19, 30);
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        InferenceService interrupted = service(batch -> {
            busy.countDown();
            await(stuck);
            return BrightnessModel.probabilities(batch);
        });
        try {
            interrupted.start();
            await(busy);
            send(streams, 30, 33);
        } finally {
            // Closed with clips cut, queued and in the model: they are labelled by the next one.
            Thread closer = new Thread(interrupted::close);
            closer.start();
            stuck.countDown();
            join(closer);
        }
        send(streams, 33, frames);
        try (InferenceService service = service(BrightnessModel::probabilities)) {
            service.start();
            Map<String, List<Label>> labels = awaitLabels(streams * clips);

            assertThat(labels).hasSize(streams);
            labels.forEach((stream, found) -> {
                assertThat(found).hasSize(clips);
                for (int i = 0; i < clips; i++) {
                    Label label = found.get(i);
                    assertThat(label.from()).as("%s, clip %d", stream, i).isEqualTo(at(2 * i));
                    assertThat(label.to()).isEqualTo(at(2 * i + 3));
                    assertThat(label.top().get(0).label()).isEqualTo(expected(stream, 2 * i));
                    assertThat(label.lineage().frames()).isEqualTo(4);
                }
            });
        }
    }

    @Test
    void shouldTryAgainWhenTheModelFailsAndLoseNothing() {
        AtomicInteger batches = new AtomicInteger();
        try (InferenceService service = service(batch -> {
            if (batches.incrementAndGet() == 2) {
                throw new IllegalStateException("out of memory on the device");
            }
            return BrightnessModel.probabilities(batch);
        })) {
            service.start();
            send(2, 0, 40);

            awaitLabels(2 * 19).values().forEach(found -> assertThat(
                            found.stream().map(Label::from))
                    .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 19)
                            .mapToObj(i -> at(2 * i))
                            .toList()));
            assertThat(service.isHealthy()).isTrue();
        }
    }

    @Test
    void shouldLabelALonelyJpegWithARealModel() {
        ModelFolder folder = BrightnessModel.writeTo(directory.resolve("model"));
        InferenceSettings settings = named(TestSettings.flushingAfter(Duration.ofMillis(200), directory));
        ModelSource source = new ModelSource(directory.resolve("model"), true, Compute.exact());
        try (InferenceService service = InferenceService.open(broker.connection(), settings, source)) {
            service.start();
            try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
                publisher.send(Topic.FRAMES, test + "-0", Jpegs.grey(128), new RecordHeaders());
            }

            Label label = awaitLabels(1).get(test + "-0").get(0);
            assertThat(label.lineage().frames()).isEqualTo(1);
            assertThat(label.model().sha256()).isEqualTo(folder.manifest().sha256());
            assertThat(label.top()).hasSize(2);
        }
    }

    @Test
    void saysWhichTopicIsMissing() {
        ModelSource source = new ModelSource(directory.resolve("model"), true, Compute.exact());
        try (EmbeddedBroker bare = EmbeddedBroker.start(new EmbeddedBroker.Settings(directory.resolve("bare"), 0))) {
            assertThatThrownBy(() -> InferenceService.open(bare.connection(), TestSettings.in(directory), source))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining(
                            "has no topic [dead-letters, events, frames, labels, model-weights, models, progress,"
                                    + " questions]");
        }
    }

    @Test
    void shouldStopWhenItsTopicIsDeleted() throws Exception {
        try (EmbeddedBroker other = EmbeddedBroker.start(new EmbeddedBroker.Settings(directory.resolve("other"), 0))) {
            TopicSetup.ensure(other.connection(), new TopicSetup.Layout(1, (short) 1));
            try (InferenceService service = service(other, TestSettings.in(directory), BrightnessModel::probabilities);
                    Admin admin = Admin.create(other.connection().clientSettings())) {
                service.start();
                service.awaitRunning(PATIENCE);
                admin.deleteTopics(List.of(Topic.FRAMES.topicName())).all().get();
                long deadline = System.nanoTime() + PATIENCE.toNanos();
                while (service.failure().isEmpty() && System.nanoTime() < deadline) {
                    Thread.onSpinWait();
                }

                assertThat(service.failure().orElseThrow())
                        .hasMessage("inference stopped: topic 'frames' is gone; create it again, then start inference");
            }
        }
    }

    private InferenceService service(Function<List<byte[]>, List<float[]>> model) {
        return service(broker, named(TestSettings.in(directory)), model);
    }

    private static InferenceService service(
            EmbeddedBroker at, InferenceSettings settings, Function<List<byte[]>, List<float[]>> model) {
        ModelServer models = new ModelServer(
                at.connection(), settings.serving(), new FunctionModel(BrightnessModel.MANIFEST, model), record -> {
                    throw new IllegalStateException("another test's model");
                });
        return new InferenceService(at.connection(), settings, models, (label, scores) -> {});
    }

    private InferenceSettings named(InferenceSettings base) {
        return new InferenceSettings(
                test,
                2,
                base.clips(),
                base.topK(),
                base.flushAfter(),
                base.stateDirectory(),
                base.membership(),
                base.serving(),
                base.drift(),
                base.questions(),
                base.smoothing(),
                base.overload());
    }

    /** Sends frames from..to of every stream, in bundles of at most three, the streams taking turns. */
    private void send(int streams, int from, int to) {
        try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
            for (int first = from; first < to; first += 3) {
                int count = Math.min(3, to - first);
                for (int s = 0; s < streams; s++) {
                    String stream = test + "-" + s;
                    byte[][] jpegs = new byte[count][];
                    for (int i = 0; i < count; i++) {
                        jpegs[i] = Jpegs.grey(brightness(stream, first + i));
                    }
                    Headers headers = new RecordHeaders();
                    new FrameHeaders(FrameHeaders.MOTION_JPEG, "test", 0, first, at(first), Optional.of(PERIOD))
                            .writeTo(stream, headers);
                    publisher.send(Topic.FRAMES, stream, Jpegs.joined(jpegs), headers);
                }
            }
        }
    }

    private static int brightness(String stream, int frame) {
        return Math.floorMod(stream.hashCode() + frame * 23, 256);
    }

    private static String expected(String stream, int firstFrame) {
        byte[] clip = new byte[BrightnessModel.CLIP.bytes()];
        for (int i = 0; i < clip.length; i++) {
            clip[i] = (byte) brightness(stream, firstFrame + i / (8 * 8 * 3));
        }
        float[] row = BrightnessModel.probabilities(clip);
        int best = 0;
        for (int i = 0; i < row.length; i++) {
            best = row[i] > row[best] ? i : best;
        }
        return BrightnessModel.CLASSES.get(best);
    }

    private static Instant at(int frame) {
        return START.plus(PERIOD.multipliedBy(frame));
    }

    /**
     * Reads every committed label from the beginning until there are so many of this test's streams, and then to the
     * end: more would show that some were doubled.
     */
    private Map<String, List<Label>> awaitLabels(int count) {
        Map<String, List<Label>> found = new HashMap<>();
        KafkaConnection committed =
                broker.connection().with(Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"));
        try (Deserializer<Label> json = JsonSerde.of(Label.class).deserializer();
                KafkaConsumer<String, Label> consumer =
                        new KafkaConsumer<>(committed.readerSettings(), new StringDeserializer(), json)) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.LABELS.topicName()).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            int seen = 0;
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (seen < count || !atEnd(consumer)) {
                assertThat(System.nanoTime()).as("%d of %d labels", seen, count).isLessThan(deadline);
                for (ConsumerRecord<String, Label> record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.key().startsWith(test)) {
                        assertThat(record.value().stream()).isEqualTo(record.key());
                        found.computeIfAbsent(record.key(), s -> new ArrayList<>())
                                .add(record.value());
                        seen++;
                    }
                }
            }
        }
        return found;
    }

    private static boolean atEnd(KafkaConsumer<String, Label> consumer) {
        return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
