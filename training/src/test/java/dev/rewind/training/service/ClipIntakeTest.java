package dev.rewind.training.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.model.transform.FrameShape;
import dev.rewind.model.transform.Scaling;
import dev.rewind.topics.ClipReference;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.LabelledClipHeaders;
import dev.rewind.topics.LabelledClipHeaders.Origin;
import dev.rewind.topics.LabelledClipHeaders.Said;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.frames.FrameArchive;
import dev.rewind.topics.frames.FramesUnavailableException;
import dev.rewind.topics.frames.KafkaFrameArchive;
import dev.rewind.topics.frames.MotionJpeg;
import dev.rewind.training.BlobVideo;
import dev.rewind.training.Jpegs;
import dev.rewind.training.Log;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.store.ClipStore;
import dev.rewind.training.store.HeldOut;
import dev.rewind.training.store.MappedFrames;
import dev.rewind.training.store.StoreLimits;
import dev.rewind.training.store.StoredClip;
import dev.rewind.training.store.StoredFootage;
import dev.rewind.training.watch.Feedback;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker. */
@Timeout(120)
class ClipIntakeTest {
    private static final String STREAM = "door";
    private static final Duration PERIOD = Duration.ofMillis(50);

    @TempDir
    private static Path brokerFolder;

    private static EmbeddedBroker broker;

    @TempDir
    private Path folder;

    private Log log;
    private RecordPublisher publisher;
    private ClipIntake intake;
    private ClipReference clip;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(brokerFolder, 0));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() {
        log = new Log(broker);
        publisher = new RecordPublisher(log.connection(), "intake");
        intake = intake(new KafkaFrameArchive(log.connection()));
        clip = sendFrames();
    }

    @AfterEach
    void stop() {
        intake.close();
        publisher.close();
        log.close();
    }

    @Test
    void cutsAClipThatIsNamedByItsFramesAndPutsItInItsPlace() {
        log.ask(clip.id(), List.of("which?"));
        label(clip, "waving");
        settleUntil(() -> intake.store().clips().size() == 1);

        StoredClip stored = intake.store().clips().get(0);
        assertThat(stored.label()).isEqualTo("waving");
        assertThat(stored.group()).isEqualTo(STREAM);
        MappedFrames frames = MappedFrames.open(stored.file());
        assertThat(frames.times()).extracting(Duration::toMillis).containsExactly(0L, 50L, 100L, 150L, 200L, 250L);
        byte[] last = new byte[frames.shape().bytes()];
        frames.copy(5, last, 0);
        assertThat(last[0] & 0xFF).as("the stream's own frames").isBetween(95, 105);

        ConsumerRecord<String, byte[]> replaced = last(Topic.LABELLED_CLIPS, clip.id());
        LabelledClipHeaders headers = LabelledClipHeaders.read(clip.id(), replaced.headers());
        assertThat(headers.contentType()).contains(FrameHeaders.MOTION_JPEG);
        assertThat(headers.origin()).isEqualTo(Origin.PERSON);
        assertThat(headers.said()).contains(new Said("sitting", "v1"));
        assertThat(MotionJpeg.all(replaced.value())).hasSize(6);
        assertThat(last(Topic.QUESTIONS, clip.id()).value()).isNull();
    }

    @Test
    void cutsWhatAKillLeftUncutAndNothingTwice() {
        label(clip, "waving");
        intake.close(); // before it has read the reference
        intake = intake(new KafkaFrameArchive(log.connection()));
        settleUntil(() -> intake.store().clips().size() == 1);
        intake.close();
        int records = log.records(Topic.LABELLED_CLIPS, "read_committed").size();

        intake = intake((partition, offsets) -> {
            throw new AssertionError("it is cut already");
        });
        settleUntil(() -> intake.store().clips().size() == 1);
        assertThat(log.records(Topic.LABELLED_CLIPS, "read_committed")).hasSize(records);
    }

    @Test
    void putsClipsWhoseFramesAreGoneOnDeadLetters() {
        ClipReference gone = new ClipReference(STREAM, clip.partition(), 1000, 1010);
        ClipReference other = new ClipReference("another", clip.partition(), clip.firstOffset(), clip.lastOffset());
        label(gone, "waving");
        label(other, "waving");
        settleUntil(() -> log.records(Topic.DEAD_LETTERS, "read_committed").size() == 2);

        assertThat(log.records(Topic.DEAD_LETTERS, "read_committed"))
                .extracting(ClipIntakeTest::reason)
                .allMatch(reason -> reason.contains("are no longer on 'frames'"));
        assertThat(intake.store().clips()).isEmpty();
    }

    @Test
    void correctsAClipWhoseFramesAreGoneSinceItWasCut() {
        label(clip, "waving");
        settleUntil(() -> intake.store().clips().size() == 1);
        Path file = intake.store().clips().get(0).file();
        intake.close();
        intake = intake((partition, offsets) -> Map.of());
        label(clip, "bowing");
        settleUntil(() -> intake.store().clips().size() == 1
                && intake.store().clips().get(0).label().equals("bowing"));

        assertThat(intake.store().clips().get(0).file()).as("the same frames").isEqualTo(file);
        assertThat(log.records(Topic.DEAD_LETTERS, "read_committed")).isEmpty();
    }

    @Test
    void heedsACorrectionThatComesWhileTheClipIsCut() {
        FrameArchive archive = new KafkaFrameArchive(log.connection());
        int[] cuts = new int[1];
        intake.close();
        intake = intake((partition, offsets) -> {
            cuts[0]++;
            if (cuts[0] == 1) {
                label(clip, "bowing"); // lies before the cut clip of the first label
            } else if (cuts[0] < 10) {
                throw new FramesUnavailableException("the correction waits until that has come");
            }
            return archive.read(partition, offsets);
        });
        label(clip, "waving");
        settleUntil(() -> intake.store().clips().stream()
                .anyMatch(stored -> stored.label().equals("bowing")));

        assertThat(LabelledClipHeaders.read(
                                clip.id(), last(Topic.LABELLED_CLIPS, clip.id()).headers())
                        .label())
                .isEqualTo("bowing");
        assertThat(intake.store().clips()).hasSize(1);
    }

    @Test
    void heedsATombstoneThatComesWhileTheClipIsCut() {
        FrameArchive archive = new KafkaFrameArchive(log.connection());
        intake.close();
        intake = intake((partition, offsets) -> {
            log.forget(clip.id());
            return archive.read(partition, offsets);
        });
        label(clip, "waving");
        settleUntil(() -> log.records(Topic.LABELLED_CLIPS, "read_committed").size() == 4);

        assertThat(last(Topic.LABELLED_CLIPS, clip.id()).value()).isNull();
        assertThat(intake.store().clips()).isEmpty();
    }

    @Test
    void thinsAClipThatIsTooLargeForARecord() {
        ClipReference large = sendNoise(40);
        label(large, "waving");
        settleUntil(() -> intake.store().clips().size() == 1);

        ConsumerRecord<String, byte[]> cut = last(Topic.LABELLED_CLIPS, large.id());
        assertThat(cut.value().length).isBetween(400_000, 900_000);
        List<Duration> times =
                MappedFrames.open(intake.store().clips().get(0).file()).times();
        assertThat(times.get(1).toMillis()).isIn(100L, 150L);
        assertThat(times.get(times.size() - 1)).isBetween(Duration.ofMillis(1700), Duration.ofMillis(1950));
    }

    private void settleUntil(BooleanSupplier wanted) {
        Instant deadline = Instant.now().plusSeconds(30);
        while (!(intake.isCaughtUp() && wanted.getAsBoolean()) && Instant.now().isBefore(deadline)) {
            intake.poll(Duration.ofMillis(20));
            if (intake.isCaughtUp()) {
                intake.settle();
            }
        }
        assertThat(wanted.getAsBoolean()).isTrue();
    }

    private ClipIntake intake(FrameArchive frames) {
        Footage footage = new Footage(new Scaling.Stretch(new FrameShape(8, 8)), false);
        ClipStore store = new ClipStore(
                folder.resolve("clips"),
                StoreLimits.usual(),
                new StoredFootage(footage, footage),
                new HeldOut(0.5),
                BlobVideo::read);
        return new ClipIntake(
                ClipConsumer.open(log.connection()),
                publisher,
                new ClipCutter(frames),
                new EarlierClips(log.connection()),
                store,
                new Feedback());
    }

    private void label(ClipReference place, String label) {
        byte[] value = JsonSerde.of(ClipReference.class).serializer().serialize("labelled-clips", place);
        LabelledClipHeaders attributes = new LabelledClipHeaders(
                label,
                Origin.PERSON,
                place.stream(),
                Optional.of(ClipReference.CONTENT_TYPE),
                Optional.of(new Said("sitting", "v1")));
        log.send(place.id(), attributes, value);
    }

    /** Two bundles of three frames of the stream, with another stream's between them. */
    private ClipReference sendFrames() {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        sendBundle(STREAM, 0, start, bundle(0));
        sendBundle("other", 0, start, bundle(180));
        sendBundle(STREAM, 3, start.plus(PERIOD.multipliedBy(3)), bundle(3 * Jpegs.STEP));
        return reference();
    }

    private ClipReference sendNoise(int frames) {
        Instant start = Instant.parse("2026-01-02T00:00:00Z");
        Random random = new Random(1);
        for (int i = 0; i < frames; i++) {
            byte[] rgb = new byte[200 * 200 * 3];
            random.nextBytes(rgb);
            sendBundle("noise", i, start.plus(PERIOD.multipliedBy(i)), Jpegs.of(rgb, 200, 200));
        }
        List<ConsumerRecord<String, byte[]>> found = frames("noise");
        return new ClipReference(
                "noise",
                found.get(0).partition(),
                found.get(0).offset(),
                found.get(found.size() - 1).offset());
    }

    private ClipReference reference() {
        List<ConsumerRecord<String, byte[]>> found = frames(STREAM);
        return new ClipReference(
                STREAM,
                found.get(0).partition(),
                found.get(0).offset(),
                found.get(1).offset());
    }

    private List<ConsumerRecord<String, byte[]>> frames(String stream) {
        return log.records(Topic.FRAMES, "read_committed").stream()
                .filter(record -> record.key().equals(stream))
                .toList();
    }

    private void sendBundle(String stream, long sequence, Instant captured, byte[] jpegs) {
        RecordHeaders headers = new RecordHeaders();
        new FrameHeaders(FrameHeaders.MOTION_JPEG, "test", 0, sequence, captured, Optional.of(PERIOD))
                .writeTo(stream, headers);
        log.send(Topic.FRAMES, stream, jpegs, headers);
    }

    private static byte[] bundle(int from) {
        ByteArrayOutputStream jpegs = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            jpegs.writeBytes(Jpegs.grey(from + i * Jpegs.STEP, 32, 24));
        }
        return jpegs.toByteArray();
    }

    private ConsumerRecord<String, byte[]> last(Topic topic, String key) {
        return log.records(topic, "read_committed").stream()
                .filter(record -> record.key().equals(key))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private static String reason(ConsumerRecord<String, byte[]> letter) {
        return new String(letter.headers().lastHeader("dead-letter-reason").value(), StandardCharsets.UTF_8);
    }
}
