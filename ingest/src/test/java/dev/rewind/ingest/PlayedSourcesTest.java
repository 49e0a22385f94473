package dev.rewind.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.ingest.SentRecords.Sent;
import dev.rewind.ingest.child.DecodeMode;
import dev.rewind.ingest.decode.JpegFrame;
import dev.rewind.ingest.source.Camera;
import dev.rewind.ingest.source.Source;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Progress;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can be played besides files that are there. */
@Timeout(90)
class PlayedSourcesTest {
    private static final IngestSettings FAST =
            new IngestSettings(Duration.ofMillis(100), 64, 4, 0.9f, false, false, DecodeMode.CHILD);

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

    private static IngestService start(String source, boolean watch) {
        var service = new IngestService(connection, FAST, Source.parse(List.of(source), watch));
        service.start();
        return service;
    }

    private static List<Integer> numbers(String stream, int frames) {
        return numbers(sent(stream, frames));
    }

    private static List<Integer> numbers(List<Sent> sent) {
        return sent.stream().flatMap(record -> record.numbers().stream()).toList();
    }

    private static List<Sent> sent(String stream, int frames) {
        return SentRecords.frames(connection, stream, sent -> numbers(sent).size() >= frames);
    }

    private static List<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    @Test
    void playsWhatIsPipedIn() throws Exception {
        byte[] video = Files.readAllBytes(Recording.steady(folder.resolve("walk.ts"), 20, 10));
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(video));
        try (IngestService service = start("piped=-", false)) {
            assertThat(service.awaitFinished()).isEmpty();
        } finally {
            System.setIn(before);
        }

        assertThat(numbers("piped", 20)).isEqualTo(upTo(20));
    }

    @Test
    void playsFilesThatComeLater() throws Exception {
        Path ready = Recording.steady(folder.resolve("0.mp4"), 3, 10);
        Path watched = Files.createDirectory(folder.resolve("watched"));
        try (IngestService service = start("watched=" + watched, true)) {
            SentRecords.progress(connection, "watched", told -> told.state() == Progress.State.WAITING);
            Files.copy(ready, watched.resolve("1.mp4"));
            assertThat(numbers("watched", 3)).isEqualTo(upTo(3));

            Files.writeString(watched.resolve("2.mp4"), "no video");
            Files.copy(ready, watched.resolve("3.mp4"));
            assertThat(numbers("watched", 6)).hasSize(6);
        }
        assertThat(deadLetter("watched").value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(watched.resolve("2.mp4").toString());
        assertThat(reason(deadLetter("watched"))).contains("2.mp4 is not a video");
    }

    @Test
    void playsARecordThatIsAVideo() throws Exception {
        byte[] video = Files.readAllBytes(Recording.steady(folder.resolve("walk.mp4"), 5, 10));
        create("clips");
        put("clips", "one", video);
        put("clips", "bad", "no video".getBytes(StandardCharsets.UTF_8));
        put("clips", "two", video);

        try (IngestService service = start("records=kafka:clips", false)) {
            List<Sent> sent = sent("records", 10);
            assertThat(numbers(sent)).containsExactly(0, 1, 2, 3, 4, 0, 1, 2, 3, 4);
            assertThat(sent.get(0).headers().source()).isEqualTo("kafka:clips");
            assertThat(sent.get(2).headers().epoch())
                    .isGreaterThan(sent.get(0).headers().epoch());
        }
        ConsumerRecord<String, byte[]> bad = deadLetter("bad");
        assertThat(bad.value()).asString(StandardCharsets.UTF_8).isEqualTo("no video");
        assertThat(reason(bad)).startsWith("record 1 of partition 0 of kafka:clips is not a video");

        // A later start goes on where this one was.
        put("clips", "three", Files.readAllBytes(Recording.steady(folder.resolve("run.mp4"), 6, 10)));
        try (IngestService service = start("records=kafka:clips", false)) {
            assertThat(numbers("records", 16).subList(10, 16)).isEqualTo(upTo(6));
        }
    }

    @Test
    void passesPicturesOnAsTheyAre() throws Exception {
        Recording.steady(folder.resolve("walk.mp4"), 3, 10);
        try (IngestService service = start("drawn=" + folder.resolve("walk.mp4"), false)) {
            service.awaitFinished();
        }
        byte[] bundle = SentRecords.first(connection, Topic.FRAMES, "drawn").value();
        create("pictures");
        List<byte[]> pictures = SentRecords.split(bundle);
        for (byte[] picture : pictures) {
            put("pictures", "camera", picture);
        }
        put("pictures", "cut", Arrays.copyOf(pictures.get(0), pictures.get(0).length / 2));

        try (IngestService service = start("pictures=kafka:pictures", false)) {
            List<Sent> sent = sent("pictures", 3);
            assertThat(numbers(sent)).isEqualTo(upTo(3));
            assertThat(sent).extracting(record -> record.headers().sequence()).containsExactly(0L, 1L, 2L);
            assertThat(sent)
                    .extracting(Sent::bytes)
                    .containsExactlyElementsOf(
                            pictures.stream().map(picture -> picture.length).toList());
            assertThat(reason(deadLetter("cut")))
                    .matches("record 3 of partition 0 of kafka:pictures: .* is cut off .*");
        }
    }

    @Test
    void leavesOutTheNumbersOfFramesThatWereDroppedAndCountsThem() {
        Source source = new Camera("late", "/dev/video0");
        JpegFrame frame = new JpegFrame(new byte[] {1}, 1, 1, Duration.ZERO);
        try (RecordPublisher publisher = new RecordPublisher(connection, "late")) {
            FrameSender sender = new FrameSender(publisher, source, FAST, 1);
            sender.add(frame, Instant.now(), Instant.now());
            sender.skip(5);
            sender.add(frame, Instant.now(), Instant.now());
            sender.flush();
            StreamReport report = new StreamReport(publisher, source, Assignment.none());
            report.dropped(5);
            report.frame();
        }
        assertThat(SentRecords.headers(connection, "late", 2))
                .extracting(FrameHeaders::sequence)
                .containsExactly(0L, 6L);
        assertThat(SentRecords.progress(connection, "late", told -> true).get(0).figures())
                .containsEntry("dropped", 5.0);
    }

    @Test
    void saysThatATopicIsMissing() throws Exception {
        try (IngestService service = start("nowhere=kafka:nowhere", false)) {
            assertThat(service.awaitFinished().get("nowhere")).contains("there is no topic 'nowhere'", "create it");
        }
    }

    @Test
    void readsNoTopicThatItWritesTo() throws Exception {
        try (IngestService service = start("circle=kafka:frames", false)) {
            assertThat(service.awaitFinished().get("circle")).contains("written by ingest itself");
        }
    }

    @Test
    void aFileThatIsNoVideoIsADeadLetterOnceHoweverOftenItIsTried() throws Exception {
        Files.writeString(folder.resolve("a.mp4"), "no video");
        Recording.steady(folder.resolve("b.mp4"), 5, 10);
        IngestSettings looping =
                new IngestSettings(Duration.ofMillis(100), 64, 5, 0.9f, false, true, DecodeMode.INLINE);
        try (var service = new IngestService(connection, looping, Source.parse(List.of("loops=" + folder)))) {
            service.start();
            sent("loops", 20);
        }
        assertThat(SentRecords.count(connection, Topic.DEAD_LETTERS, "loops")).isEqualTo(1);
    }

    @Test
    void playsAnHlsPlaylist() throws Exception {
        Recording.steady(folder.resolve("0.ts"), 10, 10);
        try (FileServer server = new FileServer(folder)) {
            server.offer("live.m3u8", playlist("0.ts"));
            try (IngestService service = start("hls=" + server.url("live.m3u8?token=hush"), false)) {
                assertThat(service.awaitFinished()).isEmpty();
            }
        }
        assertThat(numbers("hls", 10)).isEqualTo(upTo(10));
    }

    @Test
    void opensNoFileThatAPlaylistNames() throws Exception {
        Path canary = Recording.steady(folder.resolve("canary.ts"), 10, 10);
        try (FileServer server = new FileServer(folder.resolve("none"))) {
            server.offer("live.m3u8", playlist(canary.toUri().toString()));
            server.offer("path.m3u8", playlist("file:" + canary));
            server.offer("concat.m3u8", playlist("concat:" + canary));
            for (String list : List.of("live.m3u8", "path.m3u8", "concat.m3u8")) {
                try (IngestService service = start(list + "=" + server.url(list), false)) {
                    SentRecords.progress(connection, list, told -> told.state() == Progress.State.WAITING);
                }
                assertThat(SentRecords.count(connection, Topic.FRAMES, list)).isZero();
                assertThat(server.asked()).contains("/" + list);
            }
        }
    }

    private static String playlist(String segment) {
        return "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\n" + segment
                + "\n#EXT-X-ENDLIST\n";
    }

    private static void create(String topic) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(connection.clientSettings())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private static void put(String topic, String key, byte[] value) throws InterruptedException, ExecutionException {
        try (var producer =
                new KafkaProducer<>(connection.clientSettings(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }

    private static ConsumerRecord<String, byte[]> deadLetter(String key) {
        return SentRecords.first(connection, Topic.DEAD_LETTERS, key);
    }

    private static String reason(ConsumerRecord<String, byte[]> record) {
        return new String(record.headers().lastHeader("dead-letter-reason").value(), StandardCharsets.UTF_8);
    }
}
