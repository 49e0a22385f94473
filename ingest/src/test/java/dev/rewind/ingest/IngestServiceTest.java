package dev.rewind.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.rewind.ingest.SentRecords.Sent;
import dev.rewind.ingest.child.DecodeMode;
import dev.rewind.ingest.source.Source;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Progress;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IngestServiceTest {
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final IngestSettings FAST = new IngestSettings(PERIOD, 64, 4, 0.9f, false, false, DecodeMode.CHILD);

    @TempDir
    private static Path brokerFolder;

    private static EmbeddedBroker broker;
    private static KafkaConnection connection;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(brokerFolder, 0));
        connection = broker.connection();
        TopicSetup.ensure(connection, TopicSetup.Layout.embedded());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static Map<String, String> play(IngestSettings settings, String... sources) throws InterruptedException {
        try (IngestService service = new IngestService(connection, settings, Source.parse(List.of(sources)))) {
            service.start();
            return service.awaitFinished();
        }
    }

    private static List<Sent> sent(String stream, int frames) {
        return SentRecords.frames(connection, stream, sent -> numbers(sent).size() >= frames);
    }

    private static List<Integer> numbers(List<Sent> sent) {
        return sent.stream().flatMap(record -> record.numbers().stream()).toList();
    }

    @Test
    void sendsEverySampledFrameInOrderWithItsPlace() throws InterruptedException {
        Instant before = Instant.now();
        // 20 frames a second for 2.5 s: every second frame is sampled, 25 in all.
        Path file = Recording.steady(folder.resolve("walk.mp4"), 50, 20);

        assertThat(play(FAST, "ordered=" + file)).isEmpty();

        List<Sent> sent = sent("ordered", 25);
        assertThat(numbers(sent))
                .containsExactlyElementsOf(
                        IntStream.range(0, 25).map(i -> 2 * i).boxed().toList());
        assertThat(sent)
                .extracting(record -> record.headers().sequence())
                .containsExactly(0L, 4L, 8L, 12L, 16L, 20L, 24L);
        assertThat(sent)
                .extracting(record -> record.headers().contentType())
                .startsWith(FrameHeaders.MOTION_JPEG)
                .endsWith(FrameHeaders.JPEG)
                .containsOnlyOnce(FrameHeaders.JPEG);
        assertThat(sent)
                .extracting(record -> record.headers().epoch())
                .containsOnly(sent.get(0).headers().epoch());
        assertThat(sent.get(0).headers().epoch()).isGreaterThanOrEqualTo(before.toEpochMilli());
        assertThat(sent).allSatisfy(record -> {
            assertThat(record.headers().period()).contains(PERIOD);
            assertThat(record.headers().source()).isEqualTo(file.toString());
            assertThat(record.headers().captured()).isBetween(before, Instant.now());
            Instant decoded = record.headers().decoded().orElseThrow();
            assertThat(decoded).isBetween(before, Instant.now());
            assertThat(record.headers().produced().orElseThrow()).isBetween(decoded, Instant.now());
        });
        assertThat(SentRecords.progress(connection, "ordered", told -> told.state() == Progress.State.DONE))
                .extracting(Progress::state)
                .startsWith(Progress.State.STARTING, Progress.State.RUNNING);
    }

    @Test
    void playsAFileWhenItsFramesAreDue() throws InterruptedException {
        Path file = Recording.steady(folder.resolve("walk.mp4"), 21, 20);
        IngestSettings realTime = new IngestSettings(PERIOD, 64, 2, 0.9f, true, false, DecodeMode.CHILD);
        Instant before = Instant.now();

        assertThat(play(realTime, "paced=" + file)).isEmpty();

        List<Sent> sent = sent("paced", 11);
        Instant start = sent.get(0).headers().captured();
        assertThat(sent).allSatisfy(record -> assertThat(record.headers().captured())
                .isEqualTo(start.plus(PERIOD.multipliedBy(record.headers().sequence()))));
        // The last frame is due after a second, and is not sent before.
        assertThat(Instant.now()).isAfter(before.plusSeconds(1));
    }

    @Test
    void aBadSourceDoesNotStopAGoodOne() throws InterruptedException, IOException {
        Path good = Recording.steady(folder.resolve("walk.mp4"), 20, 10);
        Path text = Files.writeString(folder.resolve("letter.mp4"), "Dear reader");
        Path missing = folder.resolve("gone.mp4");

        Map<String, String> failures = play(FAST, "bad=" + text, "gone=" + missing, "good=" + good);

        assertThat(failures).containsOnlyKeys("bad", "gone");
        assertThat(failures.get("gone")).contains(missing + " is missing");
        assertThat(numbers(sent("good", 20))).hasSize(20);
        Progress last = lastOf("bad", Progress.State.FAILED);
        assertThat(last.job()).isEqualTo("ingest/bad");
        assertThat(last.detail()).isEqualTo(failures.get("bad")).contains("letter.mp4 is not a video");
    }

    @Test
    void playsAFolderInOrderOneEpochAFile() throws InterruptedException, IOException {
        Recording.steady(folder.resolve("b.mp4"), 3, 10);
        Recording.steady(folder.resolve("a.avi"), 5, 10);
        Files.writeString(folder.resolve("aa.mp4"), "no video");
        Files.writeString(folder.resolve("notes.txt"), "no video");

        assertThat(play(FAST, "folder=" + folder)).isEmpty();

        List<Sent> sent = sent("folder", 8);
        assertThat(numbers(sent)).containsExactly(0, 1, 2, 3, 4, 0, 1, 2);
        long epoch = sent.get(0).headers().epoch();
        assertThat(sent).extracting(record -> record.headers().epoch() > epoch).containsExactly(false, false, true);
        assertThat(sent).extracting(record -> record.headers().sequence()).containsExactly(0L, 4L, 0L);
        assertThat(SentRecords.progress(connection, "folder", told -> told.state() == Progress.State.DONE))
                .extracting(told -> String.valueOf(told.detail()))
                .anyMatch(detail -> detail.contains("notes.txt"))
                .anyMatch(detail -> detail.contains("aa.mp4 is not a video"));
    }

    @Test
    void playsAgainUnderANewEpochUntilItIsClosed() {
        Path file = Recording.steady(folder.resolve("walk.mp4"), 5, 10);
        IngestSettings looping = new IngestSettings(PERIOD, 64, 4, 0.9f, true, true, DecodeMode.CHILD);

        try (var service = new IngestService(connection, looping, Source.parse(List.of("loop=" + file)))) {
            service.start();
            List<Sent> sent = sent("loop", 10);
            assertThat(numbers(sent)).startsWith(0, 1, 2, 3, 4, 0, 1, 2, 3, 4);
            long epoch = sent.get(0).headers().epoch();
            assertThat(sent)
                    .extracting(record -> record.headers().epoch() - epoch)
                    .startsWith(0L, 0L, 1L, 1L);
            // Five frames take five periods, the last one included.
            Instant first = sent.get(0).headers().captured();
            assertThat(sent.get(2).headers().captured()).isAfterOrEqualTo(first.plus(PERIOD.multipliedBy(5)));
        }
        lastOf("loop", Progress.State.DONE);
    }

    @Test
    void connectsAgainUntilAnAddressAnswers() throws IOException, InterruptedException {
        byte[] video = Files.readAllBytes(Recording.steady(folder.resolve("walk.mkv"), 10, 10));
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean first = requests.getAndIncrement() == 0;
            exchange.sendResponseHeaders(first ? 503 : 200, first ? -1 : video.length);
            if (!first) {
                exchange.getResponseBody().write(video);
            }
            exchange.close();
        });
        server.start();
        try {
            String url = "http://me:secret@127.0.0.1:" + server.getAddress().getPort() + "/walk.mkv";

            assertThat(play(FAST, "remote=" + url)).isEmpty();

            assertThat(numbers(sent("remote", 10))).hasSize(10);
            assertThat(SentRecords.progress(connection, "remote", told -> told.state() == Progress.State.DONE))
                    .noneMatch(told -> told.detail().contains("secret"))
                    .anyMatch(told -> told.state() == Progress.State.WAITING
                            && told.detail().matches(".*; connecting again in [01]\\.\\d s"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void closesWhileASourceIsSilent() throws IOException {
        Socket peer;
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var sources = Source.parse(List.of("silent=rtsp://127.0.0.1:" + silent.getLocalPort() + "/live"));
            try (var service = new IngestService(connection, FAST, sources)) {
                service.start();
                peer = silent.accept();
            }
        }
        peer.close();
        lastOf("silent", Progress.State.DONE);
    }

    @Test
    void keepsRecordsBelowTheBrokersLimit() throws InterruptedException {
        Path file = Recording.noisy(folder.resolve("noise.mp4"), 8, 512);
        IngestSettings large = new IngestSettings(PERIOD, 0, 8, 1f, false, false, DecodeMode.CHILD);

        assertThat(play(large, "large=" + file)).isEmpty();

        List<Sent> sent = sent("large", 8);
        assertThat(sent).hasSizeGreaterThan(1).allSatisfy(record -> assertThat(record.bytes())
                .isLessThan(1 << 20));
        long next = 0;
        for (Sent record : sent) {
            assertThat(record.headers().sequence()).isEqualTo(next);
            next += record.numbers().size();
        }
        assertThat(next).isEqualTo(8);
    }

    @Test
    void saysThatAFrameIsTooLargeForARecord() throws InterruptedException {
        Path file = Recording.noisy(folder.resolve("noise.mp4"), 2, 1200);
        IngestSettings large = new IngestSettings(PERIOD, 0, 8, 1f, false, false, DecodeMode.CHILD);

        assertThat(play(large, "vast=" + file).get("vast")).contains("bytes at 1200x1200", "lower the short side");
    }

    @Test
    void aRefusedSendIsTheStreamsFailure() throws InterruptedException {
        Path file = Recording.noisy(folder.resolve("noise.mp4"), 8, 512);
        IngestSettings large = new IngestSettings(PERIOD, 0, 8, 1f, false, false, DecodeMode.CHILD);
        KafkaConnection narrow = connection.with(Map.of("max.request.size", "100000"));

        try (var service = new IngestService(narrow, large, Source.parse(List.of("narrow=" + file)))) {
            service.start();
            assertThat(service.awaitFinished().get("narrow")).contains("frames", "narrow");
        }
        lastOf("narrow", Progress.State.FAILED);
    }

    @Test
    void refusesSourcesThatShareAStream() {
        List<Source> twice = Source.parse(List.of("a.mp4"));
        assertThatThrownBy(() -> new IngestService(connection, FAST, List.of(twice.get(0), twice.get(0))))
                .hasMessageContaining("[a, a]");
    }

    private static Progress lastOf(String stream, Progress.State state) {
        List<Progress> told = SentRecords.progress(connection, stream, progress -> progress.state() == state);
        return told.get(told.size() - 1);
    }
}
