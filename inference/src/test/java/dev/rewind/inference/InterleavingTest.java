package dev.rewind.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.inference.clips.ClipRules;
import dev.rewind.inference.clips.ClipSettings;
import dev.rewind.inference.clips.Jpegs;
import dev.rewind.inference.serving.Scorer;
import dev.rewind.inference.serving.Scores;
import dev.rewind.model.ClipScores;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What one stream gets for labels must not depend on the others: not on how their records lie between its own, not on the
 * partitions that they share or do not share, not on the batches that their clips meet in. The records are as bad as can be.
 */
class InterleavingTest {
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");
    private static final Duration PERIOD = BrightnessModel.CLIP.period();
    private static final Duration DRAIN = Duration.ofMillis(10);
    private static final List<String> STREAMS = List.of("door", "cam-1", "cam-2", "yard", "hall");
    private static final int PARTITIONS = 3;
    private static final int SEEDS = 8;
    private static final ClipRules RULES = new ClipRules(
            ClipSettings.withStride(1),
            List.of(
                    ClipRules.Rule.parse("cam-1=frames:7,stride:3"),
                    ClipRules.Rule.parse("cam-*=rate:5"),
                    ClipRules.Rule.parse("yard=frames:2,stride:5")));

    @TempDir
    private Path directory;

    @Test
    void shouldLabelEachStreamAsIfItWereAlone() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Map<String, List<Sent>> plan = new TreeMap<>();
            STREAMS.forEach(stream -> plan.put(stream, unruly(stream, random)));
            Map<String, List<String>> alone = new TreeMap<>();
            plan.forEach((stream, records) -> alone.putAll(run(List.of(records), new Random(1))));
            assertThat(alone.keySet()).as("seed %d", seed).hasSize(STREAMS.size());

            assertThat(run(interleaved(plan, random), random))
                    .as("seed %d", seed)
                    .isEqualTo(alone);
        }
    }

    private record Sent(String stream, String source, long epoch, long sequence, Instant at, int[] brightness) {
        private boolean numbered() {
            return sequence >= 0;
        }
    }

    /** Gaps, repeats, late records, new and old epochs, a second source, leaping clocks, and records without numbers. */
    private static List<Sent> unruly(String stream, Random random) {
        List<Sent> records = new ArrayList<>();
        long epoch = 3;
        long sequence = 0;
        Instant at = START;
        for (int i = 0; i < 25; i++) {
            int[] brightness = random.ints(1 + random.nextInt(5), 0, 256).toArray();
            Sent next = new Sent(stream, "here", epoch, sequence, at, brightness);
            records.add(
                    switch (random.nextInt(12)) {
                        case 0 -> new Sent(stream, "there", epoch, sequence, at, brightness);
                        case 1 -> new Sent(stream, "here", epoch - 1, sequence, at, brightness);
                        case 2 -> new Sent(stream, "here", epoch, -1, at, brightness);
                        case 3 -> records.isEmpty() ? next : records.get(random.nextInt(records.size()));
                        default -> next;
                    });
            sequence += brightness.length;
            at = at.plus(PERIOD.multipliedBy(brightness.length));
            switch (random.nextInt(20)) {
                case 0 -> epoch++;
                case 1 -> sequence += 3;
                case 2 -> sequence = 0;
                case 3 -> at = at.plus(Duration.ofDays(1));
                case 4 -> at = at.minus(Duration.ofHours(5));
                default -> {}
            }
        }
        return records;
    }

    /** The records of each partition: those of its streams in their own order, and otherwise in any. */
    private static List<List<Sent>> interleaved(Map<String, List<Sent>> plan, Random random) {
        List<List<Sent>> partitions = new ArrayList<>();
        Map<Integer, List<Deque<Sent>>> left = new HashMap<>();
        plan.values().forEach(records -> left.computeIfAbsent(random.nextInt(PARTITIONS), p -> new ArrayList<>())
                .add(new ArrayDeque<>(records)));
        left.values().forEach(streams -> {
            List<Sent> mixed = new ArrayList<>();
            while (!streams.isEmpty()) {
                Deque<Sent> stream = streams.get(random.nextInt(streams.size()));
                mixed.add(stream.remove());
                streams.removeIf(Deque::isEmpty);
            }
            partitions.add(mixed);
        });
        return partitions;
    }

    /** What is labelled of each stream; offsets are left out, for they differ by the interleaving. */
    private Map<String, List<String>> run(List<List<Sent>> partitions, Random random) {
        AnyBatches batches = new AnyBatches(random);
        List<Partition> running = new ArrayList<>();
        try {
            for (int i = 0; i < partitions.size(); i++) {
                running.add(new Partition(directory.resolve("partition-" + i), batches));
            }
            List<Deque<Sent>> left = new ArrayList<>();
            partitions.forEach(records -> left.add(new ArrayDeque<>(records)));
            while (left.stream().anyMatch(records -> !records.isEmpty())) {
                int turn = random.nextInt(left.size());
                Sent next = left.get(turn).poll();
                if (next != null) {
                    running.get(turn).send(next);
                    batches.scoreSome();
                    running.get(turn).drain();
                }
            }
            batches.scoreAll();
            Map<String, List<String>> found = new TreeMap<>();
            running.forEach(partition -> partition.labels().forEach(label -> found.computeIfAbsent(
                            label.stream(), s -> new ArrayList<>())
                    .add(label.from() + " " + label.to() + " " + label.top() + " "
                            + label.lineage().cut())));
            return found;
        } finally {
            running.forEach(Partition::close);
        }
    }

    /** Scores the clips of all partitions, as many at a time and in such an order as chance has it. */
    private static final class AnyBatches implements Scorer {
        private final Random random;
        private final List<Runnable> waiting = new ArrayList<>();

        private AnyBatches(Random random) {
            this.random = random;
        }

        @Override
        public CompletableFuture<Scores> submit(byte[] clip) {
            CompletableFuture<Scores> scores = new CompletableFuture<>();
            waiting.add(() -> scores.complete(new Scores(
                    BrightnessModel.MANIFEST,
                    Optional.empty(),
                    Optional.empty(),
                    new ClipScores(BrightnessModel.probabilities(clip), new float[0]),
                    0,
                    0)));
            return scores;
        }

        private void scoreSome() {
            score(random.nextInt(6));
        }

        private void scoreAll() {
            score(waiting.size());
        }

        private void score(int most) {
            for (int i = 0; i < most && !waiting.isEmpty(); i++) {
                waiting.remove(random.nextInt(waiting.size())).run();
            }
        }
    }

    private static final class Partition implements AutoCloseable {
        private static final List<byte[]> GREY =
                IntStream.range(0, 256).mapToObj(Jpegs::grey).toList();

        private final TopologyTestDriver driver;
        private final TestInputTopic<byte[], byte[]> frames;
        private final TestOutputTopic<byte[], Label> labels;

        private Partition(Path directory, Scorer scorer) {
            InferenceSettings settings = TestSettings.cutting(RULES, Duration.ofSeconds(2), directory);
            driver = new TopologyTestDriver(
                    LabelTopology.build(
                            BrightnessModel.CLIP, settings, scorer, (p, offsets) -> Map.of(), (label, scores) -> {}),
                    StreamsConfiguration.of(KafkaConnection.of("localhost:9092"), settings, Duration.ZERO),
                    START);
            frames = driver.createInputTopic(
                    Topic.FRAMES.topicName(), new ByteArraySerializer(), new ByteArraySerializer());
            labels = driver.createOutputTopic(
                    Topic.LABELS.topicName(),
                    new ByteArrayDeserializer(),
                    JsonSerde.of(Label.class).deserializer());
        }

        private void send(Sent sent) {
            Headers headers = new RecordHeaders();
            new FrameHeaders(
                            FrameHeaders.MOTION_JPEG,
                            sent.source(),
                            sent.epoch(),
                            Math.max(0, sent.sequence()),
                            sent.at(),
                            Optional.of(PERIOD))
                    .writeTo(sent.stream(), headers);
            if (!sent.numbered()) {
                headers.remove("ce_sequence");
            }
            byte[][] jpegs = IntStream.of(sent.brightness()).mapToObj(GREY::get).toArray(byte[][]::new);
            byte[] key = sent.stream().getBytes(StandardCharsets.UTF_8);
            // One time for all: what is idle is told by the clock of the partition, which streams do share.
            frames.pipeInput(new TestRecord<>(key, Jpegs.joined(jpegs), headers, START));
        }

        /** For less time than it takes until a stream counts as silent. */
        private void drain() {
            driver.advanceWallClockTime(DRAIN);
        }

        private List<Label> labels() {
            drain();
            return labels.readValuesToList();
        }

        @Override
        public void close() {
            driver.close();
        }
    }
}
