package dev.rewind.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.ingest.SentRecords.Sent;
import dev.rewind.ingest.child.DecodeMode;
import dev.rewind.ingest.child.DecoderLimits;
import dev.rewind.ingest.decode.OpenSettings;
import dev.rewind.ingest.source.Source;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Progress;
import dev.rewind.topics.sources.StreamProgress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cameras, one for each policy, that film on while the broker answers nothing, and after it does again. */
@Timeout(240)
class StalledClusterTest {
    /** Kafka's own room for records: a few frames. */
    private static final Map<String, String> SMALL_BUFFER = Map.of("buffer.memory", "262144", "batch.size", "16384");

    /** What decoders may be ahead of that is bounded too, by as much as the longest message: here another few frames. */
    private static final DecoderLimits FEW_MESSAGES = new DecoderLimits(
            Duration.ofSeconds(30), Duration.ofSeconds(1), 2L << 30, Duration.ofSeconds(60), 128 << 10);

    private static final int LEAST_FRAME_BYTES = 16 << 10;
    /** What fills that and the frames' queue, twice over. */
    private static final int UNTIL_FULL = 4 * LiveFrames.ROOM;

    private static final int WHILE_FULL = 200;
    private static final int AFTERWARDS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static BrokerProcess broker;
    private static Instant halted;
    private static Instant wentOn;
    private static long grown;

    @BeforeAll
    static void playThroughAStall() throws IOException {
        broker = BrokerProcess.start(folder);
        Map<WhenBehind, Broadcast> cameras = new EnumMap<>(WhenBehind.class);
        List<IngestService> services = new ArrayList<>();
        try {
            for (WhenBehind policy : WhenBehind.values()) {
                String url = "rtmp://127.0.0.1:" + freePort() + "/live/door";
                cameras.put(policy, Broadcast.ofNoise(url));
                services.add(play(url, policy));
            }
            for (WhenBehind policy : WhenBehind.values()) {
                SentRecords.headers(broker.connection(), stream(policy), AFTERWARDS);
            }
            stall(List.of(cameras.get(WhenBehind.DROP_OLDEST), cameras.get(WhenBehind.DROP_NEWEST)));
            for (WhenBehind policy : WhenBehind.values()) {
                SentRecords.frames(broker.connection(), stream(policy), sent -> since(wentOn, sent) >= AFTERWARDS);
            }
        } finally {
            services.forEach(IngestService::close);
            cameras.values().forEach(Broadcast::close);
        }
    }

    private static void stall(List<Broadcast> filming) {
        broker.halt();
        halted = Instant.now();
        awaitMore(UNTIL_FULL, filming);
        long before = usedHeap();
        awaitMore(WHILE_FULL, filming);
        grown = usedHeap() - before;
        wentOn = Instant.now();
        broker.goOn();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static String stream(WhenBehind policy) {
        return policy.name().toLowerCase(Locale.ROOT);
    }

    private static IngestService play(String url, WhenBehind policy) {
        KafkaConnection connection = broker.connection().with(SMALL_BUFFER);
        IngestSettings settings = new IngestSettings(
                Duration.ofSeconds(1).dividedBy(Broadcast.RATE),
                0,
                1,
                0.9f,
                true,
                false,
                DecodeMode.CHILD,
                policy,
                OpenSettings.defaults(),
                FEW_MESSAGES);
        IngestService service =
                new IngestService(connection, settings, Source.parse(List.of(stream(policy) + "=" + url)));
        service.start();
        return service;
    }

    private static void awaitMore(int pictures, List<Broadcast> cameras) {
        List<Integer> before = cameras.stream().map(Broadcast::filmed).toList();
        Instant deadline = Instant.now().plus(PATIENCE);
        while (IntStream.range(0, cameras.size()).anyMatch(i -> cameras.get(i).filmed() < before.get(i) + pictures)) {
            assertThat(Instant.now()).as("that the cameras film on").isBefore(deadline);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /** Bytes that outlived a collection; what threads have set aside since is not among them. */
    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }

    private static long since(Instant from, List<Sent> sent) {
        return sent.stream()
                .filter(record -> !record.headers().captured().isBefore(from))
                .count();
    }

    /** What a stream sent, and what it says of that at its end. */
    private record Played(List<Sent> sent, Map<String, Double> figures) {
        static Played by(WhenBehind policy) {
            List<Progress> told = SentRecords.progress(
                    broker.connection(), stream(policy), progress -> progress.state() == Progress.State.DONE);
            Map<String, Double> figures = told.get(told.size() - 1).figures();
            return new Played(
                    SentRecords.frames(
                            broker.connection(),
                            stream(policy),
                            sent -> sent.size() == figures.get(StreamProgress.FRAMES)),
                    figures);
        }

        long sequence(int index) {
            return sent.get(index).headers().sequence();
        }

        /** The last frame before the first gap. */
        int lastBeforeGap() {
            return IntStream.range(0, sent.size() - 1)
                    .filter(i -> sequence(i + 1) > sequence(i) + 1)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no frame is missing"));
        }

        /** How many frames of the stall were kept before the first was dropped. */
        long keptFirst() {
            return since(halted, sent.subList(0, lastBeforeGap() + 1));
        }

        void assertDropsCounted() {
            assertThat(sent)
                    .as("or Kafka would have room for many")
                    .allMatch(record -> record.bytes() > LEAST_FRAME_BYTES);
            assertThat(figures.get(StreamProgress.DROPPED))
                    .isEqualTo(sequence(sent.size() - 1) + 1 - sent.size())
                    .isGreaterThan(WHILE_FULL / 2.0);
        }

        void assertGoesOn() {
            assertThat(since(wentOn, sent)).isGreaterThanOrEqualTo(AFTERWARDS);
            assertThat(sent.stream().map(record -> record.headers().epoch()).distinct())
                    .hasSize(1);
        }
    }

    @Test
    void theOldestMakeRoomForWhatComes() {
        Played played = Played.by(WhenBehind.DROP_OLDEST);

        played.assertDropsCounted();
        // What Kafka had taken already; the queue's oldest were the first to go.
        assertThat(played.keptFirst()).isLessThan(LiveFrames.ROOM);
        played.assertGoesOn();
    }

    @Test
    void theNewestFindNoRoomUntilTheClusterAnswers() {
        Played played = Played.by(WhenBehind.DROP_NEWEST);

        played.assertDropsCounted();
        // Those that the queue had room for, but for what was on its way already when the cluster stood still.
        assertThat(played.keptFirst()).isGreaterThan(LiveFrames.ROOM / 2);
        assertThat(played.sent().get(played.lastBeforeGap() + 1).headers().captured())
                .isAfterOrEqualTo(wentOn);
        played.assertGoesOn();
    }

    @Test
    void nothingIsDroppedWhereTheSourceWaits() {
        Played played = Played.by(WhenBehind.WAIT);

        assertThat(played.figures()).containsEntry(StreamProgress.DROPPED, 0.0);
        assertThat(played.sent())
                .extracting(record -> record.headers().sequence())
                .isEqualTo(LongStream.range(0, played.sent().size()).boxed().toList());
        // It was not read on meanwhile.
        assertThat(since(halted, played.sent()) - since(wentOn, played.sent())).isLessThan(2 * LiveFrames.ROOM);
        played.assertGoesOn();
    }

    @Test
    void theMemoryIsBounded() {
        // Each of both that drop would have kept several MiB.
        assertThat(grown).isLessThan(2 << 20);
    }
}
