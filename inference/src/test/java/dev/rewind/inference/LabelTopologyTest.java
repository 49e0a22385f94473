package dev.rewind.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.inference.clips.ClipRules;
import dev.rewind.inference.clips.ClipSettings;
import dev.rewind.inference.clips.FrameRef;
import dev.rewind.inference.clips.Jpegs;
import dev.rewind.inference.serving.Scorer;
import dev.rewind.inference.serving.Scores;
import dev.rewind.inference.smoothing.SmoothingSettings;
import dev.rewind.model.ClipScores;
import dev.rewind.model.Compute;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.kernels.Dtype;
import dev.rewind.topics.ActionEvent;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.FramePlaces;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.Progress;
import dev.rewind.topics.Topic;
import dev.rewind.topics.frames.FrameArchive;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelTopologyTest {
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");
    private static final Duration PERIOD = BrightnessModel.CLIP.period();
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final Duration DRAIN = Duration.ofMillis(10);
    private static final Optional<Compute> COMPUTE =
            Optional.of(new Compute(DeviceChoice.of("gpu:1"), Compute.Kind.FAST, Dtype.BF16));

    @TempDir
    private Path directory;

    private final Map<Long, ConsumerRecord<byte[], byte[]>> topic = new TreeMap<>();
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> frames;
    private TestOutputTopic<String, Label> labels;
    private TestOutputTopic<byte[], byte[]> deadLetters;
    private TestOutputTopic<String, Progress> progress;
    private TestOutputTopic<String, ActionEvent> events;

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
        }
    }

    @Test
    void shouldLabelEachClipWithItsLineage() {
        open(LabelTopologyTest::score);
        send("door", 0, 0, 10, 10, 10);
        send("door", 0, 3, 10, 250, 250, 250, 250);
        driver.advanceWallClockTime(DRAIN);

        List<Label> found = labels.readValuesToList();
        assertThat(found).hasSize(3);
        Label first = found.get(0);
        assertThat(first.stream()).isEqualTo("door");
        assertThat(first.from()).isEqualTo(START);
        assertThat(first.to()).isEqualTo(START.plus(PERIOD.multipliedBy(3)));
        assertThat(first.top().stream().map(Label.Score::label)).containsExactly("black", "dark");
        assertThat(first.top().get(0).score()).isGreaterThan(first.top().get(1).score());
        assertThat(first.model())
                .isEqualTo(
                        new Label.Model("brightness-1", "0f".repeat(32), new Label.Compute("gpu:1", "fast", "bf16")));
        assertThat(first.lineage()).isEqualTo(lineage(0, 1, "0:0-2 1:0"));
        assertThat(found.get(1).lineage()).isEqualTo(lineage(0, 1, "0:2 1:0-2"));
        assertThat(found.get(1).from()).isEqualTo(START.plus(PERIOD.multipliedBy(2)));
    }

    @Test
    void shouldSayHowAClipWasCutThatIsNotAsTheModelAsks() {
        open(LabelTopologyTest::score, TestSettings.flushingAfter(SILENCE, directory, 3));
        send("door", 0, 0, 10, 10, 10, 10);
        driver.advanceWallClockTime(DRAIN);

        assertThat(labels.readValue().lineage().cut()).isEqualTo(new Label.Cut(4, 3, null));
    }

    @Test
    void shouldSayWhereEachMillisecondWent() {
        open(clip -> CompletableFuture.completedFuture(scores(40, 50, 1, 0, 0, 0)));
        Instant captured = START.minusMillis(1000);
        sendFrom(captured, captured.plusMillis(20), START.minusMillis(300));
        driver.advanceWallClockTime(Duration.ofMillis(100));

        assertThat(labels.readValue().latency())
                .isEqualTo(new Label.Latency(20L, 380L, 300, 0L, 40, 50, 10L, 20 + 380 + 300 + 40 + 50 + 10));
    }

    @Test
    void shouldLetNoStageTakeLessThanNothingWhereAProducersClockIsAhead() {
        open(clip -> CompletableFuture.completedFuture(scores(40, 50, 1, 0, 0, 0)));
        Instant captured = START.plusSeconds(60);
        sendFrom(captured, captured.minusMillis(20), captured);
        driver.advanceWallClockTime(DRAIN);

        assertThat(labels.readValue().latency()).isEqualTo(new Label.Latency(0L, 0L, 0, 0L, 40, 50, 0L, 0));
    }

    @Test
    void shouldSendLabelsInTheOrderOfTheirClipsWhateverIsScoredFirst() {
        List<CompletableFuture<Scores>> running = new ArrayList<>();
        open(clip -> {
            running.add(new CompletableFuture<>());
            return running.get(running.size() - 1);
        });
        send("door", 0, 0, 1, 1, 1, 1, 1, 1);
        running.get(1).complete(scores(new float[] {0, 0, 0, 1}));
        driver.advanceWallClockTime(DRAIN);
        assertThat(labels.isEmpty()).isTrue();

        running.get(0).complete(scores(new float[] {1, 0, 0, 0}));
        driver.advanceWallClockTime(DRAIN);

        assertThat(labels.readValuesToList().stream()
                        .map(label -> label.top().get(0).label()))
                .containsExactly("black", "white");
    }

    @Test
    void shouldLabelALonelyJpegOnceItsStreamIsSilent() {
        open(LabelTopologyTest::score);
        pipe("door".getBytes(StandardCharsets.UTF_8), Jpegs.grey(250), new RecordHeaders());
        driver.advanceWallClockTime(SILENCE.minusMillis(100));
        assertThat(labels.isEmpty()).isTrue();

        driver.advanceWallClockTime(Duration.ofMillis(200));
        driver.advanceWallClockTime(Duration.ofMinutes(1));

        List<Label> found = labels.readValuesToList();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).top().get(0).label()).isEqualTo("white");
        assertThat(found.get(0).lineage()).isEqualTo(new Label.Lineage(0, 0, 0, 1, FramePlaces.parse("0:0"), null));
        assertThat(found.get(0).latency().decoded()).isNull();
        assertThat(found.get(0).latency().assembled()).isBetween(SILENCE.toMillis(), SILENCE.toMillis() + 200);
    }

    @Test
    void shouldWaitForTheNextBundleAsLongAsTheLastOneLasts() {
        open(LabelTopologyTest::score);
        Headers headers = new RecordHeaders();
        new FrameHeaders(FrameHeaders.JPEG, "test", 0, 0, START, Optional.of(Duration.ofSeconds(5)))
                .writeTo("door", headers);
        pipe("door".getBytes(StandardCharsets.UTF_8), Jpegs.grey(1), headers);

        driver.advanceWallClockTime(Duration.ofSeconds(6));
        assertThat(labels.isEmpty()).isTrue();
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        driver.advanceWallClockTime(DRAIN);
        assertThat(labels.getQueueSize()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeAStreamBehindABacklogForSilent() {
        open(LabelTopologyTest::score);
        driver.advanceWallClockTime(Duration.ofHours(1));
        for (int i = 0; i < 4; i++) {
            send("slow", 0, i, 1);
            // Other streams keep the partition busy for longer than the silence that would end a clip.
            for (int n = 0; n < 30; n++) {
                send("other", i * 30 + n, 0, START.plus(PERIOD.multipliedBy(i)).plusMillis(n), 1);
                driver.advanceWallClockTime(Duration.ofMillis(100));
            }
        }
        driver.advanceWallClockTime(DRAIN);

        assertThat(labels.readValuesToList().stream()
                        .filter(label -> label.stream().equals("slow"))
                        .map(label -> label.lineage().frames()))
                .containsExactly(4);
    }

    @Test
    void shouldSayOnProgressWhatItLeavesOut() {
        open(LabelTopologyTest::score);
        send("door", 7, 0, 1, 1);
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        assertThat(progress.isEmpty()).isTrue();
        send("door", 5, 9, 200, 200, 200);
        send("door", 7, 2, 1, 1);
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        send("door", 7, 0, 1);
        driver.advanceWallClockTime(Duration.ofSeconds(1));

        TestRecord<String, Progress> told = progress.readRecord();
        assertThat(told.key()).isEqualTo("clips/door");
        assertThat(told.value().figures())
                .isEqualTo(Map.of("repeated", 0.0, "late", 0.0, "foreign", 3.0, "gaps", 0.0, "jumps", 0.0));
        assertThat(told.value().detail()).contains("3 of an older epoch", "two producers send this stream");
        assertThat(progress.isEmpty()).isTrue();
        driver.advanceWallClockTime(Duration.ofSeconds(9));
        assertThat(progress.readValue().figures()).containsEntry("repeated", 1.0);
        assertThat(labels.readValuesToList()).hasSize(1);
    }

    @Test
    void shouldTakeAStreamForSilentWhileOnlyAForeignProducerSends() {
        open(LabelTopologyTest::score);
        send("door", 7, 0, 1, 1);
        for (int i = 0; i < 30; i++) {
            send("door", 5, i, START.plus(PERIOD.multipliedBy(i)), 250);
            driver.advanceWallClockTime(PERIOD);
        }

        List<Label> found = labels.readValuesToList();
        assertThat(found.get(0).lineage().frames()).isEqualTo(2);
        assertThat(found.get(0).top().get(0).label()).isEqualTo("black");
        assertThat(found.get(1).top().get(0).label()).isEqualTo("white");
    }

    @Test
    void shouldTellOnEventsWhenAnActionBeginsAndEndsAndWhenItsStreamDoes() {
        open(LabelTopologyTest::score, smoothing());
        send("door", 0, 0, 0, 0, 0, 0, 255, 255, 255, 255);
        driver.advanceWallClockTime(DRAIN);
        List<ActionEvent> told = events.readValuesToList();
        assertThat(told.stream().map(LabelTopologyTest::text))
                .containsExactly("start black 300", "end black 500", "start white 700");
        assertThat(told.get(1).since()).isEqualTo(START.plus(PERIOD.multipliedBy(3)));
        assertThat(told.get(1).cause()).isEqualTo(ActionEvent.Cause.SCORE);
        assertThat(told.get(2).lineage().places()).hasToString("0:4-7");
        List<Label> found = labels.readValuesToList();
        assertThat(found.get(2).smoothed()).isEqualTo(found.get(2).top());

        driver.advanceWallClockTime(SILENCE.plus(Duration.ofSeconds(1)));

        ActionEvent last = events.readValue();
        assertThat(text(last)).isEqualTo("end white 700");
        assertThat(last.cause()).isEqualTo(ActionEvent.Cause.STREAM);
        assertThat(driver.getKeyValueStore(LabelTopology.SCORES).get("door")).isNull();
        assertThat(events.isEmpty()).isTrue();
    }

    @Test
    void shouldNotEndAnActionBeforeTheLabelsThatStillComeAreThere() {
        List<CompletableFuture<Scores>> running = new ArrayList<>();
        open(
                clip -> {
                    running.add(new CompletableFuture<>());
                    return running.get(running.size() - 1);
                },
                smoothing());
        send("door", 0, 0, 1, 1, 1, 1, 1, 1);
        running.get(0).complete(scores(new float[] {1, 0, 0, 0}));
        driver.advanceWallClockTime(SILENCE.plus(Duration.ofSeconds(1)));
        assertThat(events.readValuesToList().stream().map(LabelTopologyTest::text))
                .containsExactly("start black 300");

        running.get(1).complete(scores(new float[] {1, 0, 0, 0}));
        driver.advanceWallClockTime(Duration.ofMillis(100));

        assertThat(events.readValuesToList().stream().map(LabelTopologyTest::text))
                .containsExactly("end black 500");
    }

    @Test
    void shouldEndAnActionWithTheEpochOfItsClips() {
        open(LabelTopologyTest::score, smoothing());
        send("door", 1, 0, 0, 0, 0, 0);
        send("door", 2, 4, 0, 0, 0, 0);
        driver.advanceWallClockTime(DRAIN);

        assertThat(events.readValuesToList().stream().map(LabelTopologyTest::text))
                .containsExactly("start black 300", "end black 300", "start black 700");
    }

    @Test
    void shouldTellNothingUnlessItIsAsked() {
        open(LabelTopologyTest::score);
        send("door", 0, 0, 0, 0, 0, 0);
        driver.advanceWallClockTime(SILENCE.plus(Duration.ofSeconds(1)));

        assertThat(events.isEmpty()).isTrue();
        assertThat(labels.readValue().smoothed()).isNull();
    }

    private InferenceSettings smoothing() {
        return TestSettings.smoothing(
                Optional.of(SmoothingSettings.over(Duration.ZERO)),
                ClipRules.forAll(ClipSettings.withStride(2)),
                SILENCE,
                directory);
    }

    private static String text(ActionEvent event) {
        return event.kind().toString().toLowerCase(Locale.ROOT) + " " + event.action() + " "
                + Duration.between(START, event.at()).toMillis();
    }

    @Test
    void shouldForgetAStreamThatIsLongGone() {
        open(LabelTopologyTest::score);
        send("door", 0, 0, 1);
        driver.advanceWallClockTime(Duration.ofMinutes(30));
        assertThat(driver.getKeyValueStore(LabelTopology.STREAMS).get("door")).isNotNull();

        driver.advanceWallClockTime(Duration.ofHours(1));

        assertThat(driver.getKeyValueStore(LabelTopology.STREAMS).get("door")).isNull();
    }

    @Test
    void shouldKeepAClipStoredUntilItsLabelIsSent() {
        CompletableFuture<Scores> running = new CompletableFuture<>();
        open(clip -> running);
        send("door", 0, 0, 1, 1, 1, 1);
        assertThat(driver.getKeyValueStore(LabelTopology.PENDING).get(0L))
                .isEqualTo(new StoredClip("door", refs(0, 4), null, 0L));

        running.complete(scores(new float[] {1, 0, 0, 0}));
        driver.advanceWallClockTime(DRAIN);

        assertThat(driver.getKeyValueStore(LabelTopology.PENDING).get(0L)).isNull();
    }

    @Test
    void shouldSendUnreadableRecordsToDeadLettersAndGoOn() {
        open(LabelTopologyTest::score);
        byte[] key = "door".getBytes(StandardCharsets.UTF_8);
        send("door", 0, 0, 1, 1);
        pipe(key, new byte[] {1, 2, 3}, new RecordHeaders().add("mine", new byte[] {9}));
        pipe(null, Jpegs.grey(1), new RecordHeaders());
        pipe(new byte[] {(byte) 0xC3, 0x28}, Jpegs.grey(1), new RecordHeaders());
        pipe(new byte[513], Jpegs.grey(1), new RecordHeaders());
        send("door", 0, 2, 1, 1);
        driver.advanceWallClockTime(DRAIN);

        assertThat(labels.readValuesToList()).hasSize(1);
        List<TestRecord<byte[], byte[]>> dead = deadLetters.readRecordsToList();
        assertThat(dead.stream().map(record -> text(record, "dead-letter-offset")))
                .containsExactly("1", "2", "3", "4");
        assertThat(dead.stream().map(record -> text(record, "dead-letter-topic")))
                .containsOnly("frames");
        TestRecord<byte[], byte[]> first = dead.get(0);
        assertThat(first.key()).isEqualTo(key);
        assertThat(first.value()).containsExactly(1, 2, 3);
        assertThat(first.headers().lastHeader("mine").value()).containsExactly(9);
        assertThat(text(first, "dead-letter-reason")).contains("is no JPEG");
        assertThat(text(dead.get(1), "dead-letter-reason")).contains("has no key");
        assertThat(text(dead.get(2), "dead-letter-reason")).contains("no UTF-8");
        assertThat(text(dead.get(3), "dead-letter-reason")).contains("513 bytes");
    }

    @Test
    void everyKindOfUnreadableFramesIsADeadLetterWithItsOwnReason() {
        open(LabelTopologyTest::score);
        byte[] key = "door".getBytes(StandardCharsets.UTF_8);
        byte[] jpeg = Jpegs.grey(1);
        pipe(key, Arrays.copyOf(jpeg, jpeg.length - 20), none());
        pipe(key, jpeg, none().add("content-type", "video/mp4".getBytes(StandardCharsets.UTF_8)));
        pipe(key, sized(jpeg, 5000), none());
        pipe(key, jpeg, none().add("ce_type", "dev.rewind.frames.v2".getBytes(StandardCharsets.UTF_8)));
        pipe(key, jpeg, none().add("ce_specversion", "2.0".getBytes(StandardCharsets.UTF_8)));
        pipe(key, new byte[0], none());
        pipe(key, jpeg, none().add("ce_time", "noon".getBytes(StandardCharsets.UTF_8)));
        driver.advanceWallClockTime(SILENCE.multipliedBy(2));

        assertThat(labels.isEmpty()).isTrue();
        assertThat(deadLetters.readRecordsToList().stream().map(record -> text(record, "dead-letter-reason")))
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("is cut off", "send the whole picture"),
                        reason -> assertThat(reason).contains("'video/mp4'", "image/jpeg"),
                        reason -> assertThat(reason).contains("5000x5000", "scale it down"),
                        reason -> assertThat(reason).contains("dev.rewind.frames.v2", "upgrade rewind"),
                        reason -> assertThat(reason).contains("CloudEvents 2.0", "1.0"),
                        reason -> assertThat(reason).contains("has no value"),
                        reason -> assertThat(reason).contains("noon"));
    }

    /** The same picture, which claims to be larger. */
    private static byte[] sized(byte[] jpeg, int side) {
        byte[] patched = jpeg.clone();
        ByteBuffer bytes = ByteBuffer.wrap(patched);
        int frame = 2; // behind the marker that begins the picture
        while (bytes.getShort(frame) != (short) 0xFFC0) {
            frame += 2 + bytes.getShort(frame + 2);
        }
        bytes.putShort(frame + 5, (short) side).putShort(frame + 7, (short) side);
        return patched;
    }

    private static Headers none() {
        return new RecordHeaders();
    }

    @Test
    void shouldUseNothingOfARecordWhoseLastFrameIsDamaged() {
        open(LabelTopologyTest::score);
        byte[] value = Jpegs.joined(Jpegs.grey(1), Jpegs.grey(1), new byte[] {(byte) 0xFF, (byte) 0xD8, 0, 0});
        pipe("door".getBytes(StandardCharsets.UTF_8), value, headers("door", 0, 0, START));
        send("door", 0, 0, 200, 200, 200, 200);
        driver.advanceWallClockTime(DRAIN);

        assertThat(deadLetters.getQueueSize()).isEqualTo(1);
        assertThat(labels.readValue().lineage()).isEqualTo(lineage(1, 1, "1:0-3"));
    }

    @Test
    void shouldLeaveBehindWhatIsTooLargeForADeadLetter() {
        open(LabelTopologyTest::score);
        pipe("door".getBytes(StandardCharsets.UTF_8), new byte[1_000_000], new RecordHeaders());

        TestRecord<byte[], byte[]> dead = deadLetters.readRecord();
        assertThat(dead.value()).isNull();
        assertThat(dead.key()).asString(StandardCharsets.UTF_8).isEqualTo("door");
        assertThat(text(dead, "dead-letter-bytes")).isEqualTo("1000000");
    }

    @Test
    void shouldQuoteOnlySoMuchOfAHostileHeader() {
        open(LabelTopologyTest::score);
        byte[] type = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        pipe("door".getBytes(StandardCharsets.UTF_8), Jpegs.grey(1), new RecordHeaders().add("content-type", type));

        assertThat(text(deadLetters.readRecord(), "dead-letter-reason")).hasSizeLessThan(600);
    }

    @Test
    void shouldSendTheLastRecordOfAClipWithoutNumbersToDeadLetters() {
        open(clip -> CompletableFuture.completedFuture(scores(new float[] {0, Float.NaN, 0, 0})));
        send("door", 0, 0, 1, 1);
        send("door", 0, 2, 1, 1);
        driver.advanceWallClockTime(DRAIN);

        assertThat(labels.isEmpty()).isTrue();
        TestRecord<byte[], byte[]> dead = deadLetters.readRecord();
        assertThat(dead.value()).isEqualTo(topic.get(1L).value());
        assertThat(text(dead, "dead-letter-reason")).contains("not numbers");
        assertThat(driver.getKeyValueStore(LabelTopology.PENDING).get(0L)).isNull();
    }

    @Test
    void shouldFailWithTheModelsOwnReason() {
        open(clip -> CompletableFuture.failedFuture(new IllegalStateException("out of memory on the device")));
        send("door", 0, 0, 1, 1, 1, 1);

        assertThatThrownBy(() -> driver.advanceWallClockTime(DRAIN))
                .hasStackTraceContaining("the model failed on a batch with a clip of stream 'door'")
                .hasStackTraceContaining("out of memory on the device");
    }

    private void open(Scorer scorer) {
        open(scorer, TestSettings.flushingAfter(SILENCE, directory));
    }

    private void open(Scorer scorer, InferenceSettings settings) {
        topic.clear();
        FrameArchive archive = (partition, offsets) -> {
            Map<Long, ConsumerRecord<byte[], byte[]>> found = new HashMap<>(topic);
            found.keySet().retainAll(offsets);
            return found;
        };
        driver = new TopologyTestDriver(
                LabelTopology.build(BrightnessModel.CLIP, settings, scorer, archive, (label, scores) -> {}),
                StreamsConfiguration.of(KafkaConnection.of("localhost:9092"), settings, Duration.ZERO),
                START);
        frames =
                driver.createInputTopic(Topic.FRAMES.topicName(), new ByteArraySerializer(), new ByteArraySerializer());
        labels = driver.createOutputTopic(
                Topic.LABELS.topicName(),
                new StringDeserializer(),
                JsonSerde.of(Label.class).deserializer());
        events = driver.createOutputTopic(
                Topic.EVENTS.topicName(),
                new StringDeserializer(),
                JsonSerde.of(ActionEvent.class).deserializer());
        progress = driver.createOutputTopic(
                Topic.PROGRESS.topicName(),
                new StringDeserializer(),
                JsonSerde.of(Progress.class).deserializer());
        deadLetters = driver.createOutputTopic(
                Topic.DEAD_LETTERS.topicName(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static CompletableFuture<Scores> score(byte[] clip) {
        return CompletableFuture.completedFuture(scores(BrightnessModel.probabilities(clip)));
    }

    private static Scores scores(float... probabilities) {
        return scores(0, 0, probabilities);
    }

    private static Scores scores(long queued, long computed, float... probabilities) {
        ClipScores clip = new ClipScores(probabilities, new float[0]);
        return new Scores(BrightnessModel.MANIFEST, Optional.empty(), COMPUTE, clip, queued, computed);
    }

    private static Label.Lineage lineage(long first, long last, String places) {
        return new Label.Lineage(0, first, last, 4, FramePlaces.parse(places), null);
    }

    /** One record with a clip of 'door', of a producer that says when it did what. */
    private void sendFrom(Instant captured, Instant decoded, Instant produced) {
        Headers headers = new RecordHeaders();
        new FrameHeaders(
                        FrameHeaders.MOTION_JPEG,
                        "test",
                        0,
                        0,
                        captured,
                        Optional.of(PERIOD),
                        Optional.of(decoded),
                        Optional.of(produced))
                .writeTo("door", headers);
        byte[] clip = Jpegs.joined(Jpegs.grey(1), Jpegs.grey(1), Jpegs.grey(1), Jpegs.grey(1));
        pipe("door".getBytes(StandardCharsets.UTF_8), clip, headers);
    }

    private void send(String stream, long epoch, long sequence, int... brightness) {
        send(stream, epoch, sequence, START.plus(PERIOD.multipliedBy(sequence)), brightness);
    }

    private void send(String stream, long epoch, long sequence, Instant captured, int... brightness) {
        byte[][] jpegs = new byte[brightness.length][];
        for (int i = 0; i < jpegs.length; i++) {
            jpegs[i] = Jpegs.grey(brightness[i]);
        }
        pipe(
                stream.getBytes(StandardCharsets.UTF_8),
                Jpegs.joined(jpegs),
                headers(stream, epoch, sequence, captured),
                captured);
    }

    private static Headers headers(String stream, long epoch, long sequence, Instant captured) {
        Headers headers = new RecordHeaders();
        new FrameHeaders(FrameHeaders.MOTION_JPEG, "test", epoch, sequence, captured, Optional.of(PERIOD))
                .writeTo(stream, headers);
        return headers;
    }

    private void pipe(byte[] key, byte[] value, Headers headers) {
        pipe(key, value, headers, START);
    }

    private void pipe(byte[] key, byte[] value, Headers headers, Instant timestamp) {
        long offset = topic.size();
        topic.put(offset, new ConsumerRecord<>(Topic.FRAMES.topicName(), 0, offset, key, value));
        frames.pipeInput(new TestRecord<>(key, value, headers, timestamp));
    }

    private static List<FrameRef> refs(long offset, int count) {
        List<FrameRef> refs = new ArrayList<>();
        long first = START.toEpochMilli() * 1000;
        for (int i = 0; i < count; i++) {
            refs.add(new FrameRef(offset, i, first + i * PERIOD.toNanos() / 1000));
        }
        return refs;
    }

    private static String text(TestRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }
}
