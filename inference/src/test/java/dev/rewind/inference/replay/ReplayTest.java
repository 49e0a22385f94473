package dev.rewind.inference.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.inference.BrightnessModel;
import dev.rewind.inference.InferenceService;
import dev.rewind.inference.InferenceSettings;
import dev.rewind.inference.LabelMaker;
import dev.rewind.inference.clips.ClipRules;
import dev.rewind.inference.clips.ClipSettings;
import dev.rewind.inference.clips.Jpegs;
import dev.rewind.inference.serving.FunctionModel;
import dev.rewind.inference.serving.ModelServer;
import dev.rewind.model.ClipSpec;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicScan;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The past of a real broker through a model. */
final class ReplayTest {
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");
    private static final ClipSpec CLIP = BrightnessModel.CLIP;
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final Duration LONG_SILENCE = Duration.ofHours(1);
    private static final int TOP = 2;
    private static final ClipRules RULES = ClipRules.forAll(ClipSettings.ofTheModel());

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private KafkaProducer<byte[], byte[]> producer;
    private final List<String> passedOver = new ArrayList<>();

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(directory.resolve("broker"), 0));
        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
        producer = new KafkaProducer<>(
                broker.connection().clientSettings(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stopBroker() {
        producer.close();
        broker.close();
    }

    @Test
    void comesToTheSameLabelsAsTheLiveOne() {
        Random random = new Random(5);
        for (String stream : List.of("a", "b", "c", "d", "e")) {
            sendUnruly(stream, random);
        }
        send("a", START, new byte[] {1, 2, 3}, new RecordHeaders());
        List<Label> live = labelled();
        assertThat(live).hasSizeGreaterThan(20);

        List<Label> again = replay(new FramesWalk(broker.connection(), all(), CLIP, RULES, LONG_SILENCE)).stream()
                .map(Relabelled::now)
                .toList();

        assertThat(byStream(again)).isEqualTo(byStream(live));
        assertThat(passedOver).singleElement().asString().contains("cannot be read: frame 0 is no JPEG");
    }

    @Test
    void bringsBackTheClipsOfLabelsAndWhatWasSaidOfThem() {
        Random random = new Random(6);
        sendUnruly("a", random);
        sendUnruly("b", random);
        List<Label> live = labelled();
        Label first = live.get(0);
        say(new Label(
                "old",
                first.from(),
                first.to(),
                first.top(),
                first.model(),
                new Label.Lineage(first.lineage().partition(), 0, 1, 4),
                null));

        List<Relabelled> again = replay(new LabelsWalk(broker.connection(), all(), CLIP));

        assertThat(again).extracting(clip -> clip.said().orElseThrow()).containsExactlyInAnyOrderElementsOf(live);
        assertThat(again).allSatisfy(clip -> {
            assertThat(withoutLatency(clip.now()))
                    .isEqualTo(withoutLatency(clip.said().orElseThrow()));
            assertThat(clip.score(clip.now().top().get(0).label()))
                    .hasValue(clip.now().top().get(0).score());
            assertThat(clip.score("unknown")).isEmpty();
        });
        assertThat(passedOver).singleElement().asString().contains("does not say which frames it is of");
    }

    @Test
    void givesAModelThatTakesFewerFramesSomeOfThemEvenlySpread() {
        sendUnruly("a", new Random(7));
        int live = labelled().size();
        List<PastClip> clips = new ArrayList<>();
        ClipSpec pair = new ClipSpec(2, 8, 8, CLIP.period(), ClipSpec.Sampling.PERIOD);

        new LabelsWalk(broker.connection(), all(), pair).walk(clips::add, passedOver::add);

        assertThat(clips).hasSize(live).allSatisfy(past -> {
            Label said = past.said().orElseThrow();
            assertThat(past.clip().frames()).hasSize(2);
            assertThat(past.clip().refs())
                    .extracting(ref -> Instant.ofEpochMilli(ref.at() / 1000))
                    .containsExactly(said.from(), said.to());
        });
    }

    @Test
    void takesOnlyTheStretchAndTellsSilenceByTheTimeOfTheRecords() {
        sendFrames("early", START.minusSeconds(1), 0, 0, 10, 10, 10, 10);
        sendFrames("short", START, 0, 0, 20, 20, 20);
        sendFrames("busy", START.plusSeconds(59), 0, 0, 40, 40, 40, 40);
        sendFrames("unfinished", START.plusSeconds(60), 0, 0, 30, 30, 30);
        sendFrames("late", START.plusSeconds(61), 0, 0, 50, 50, 50, 50);
        Stretch minute = new Stretch(START, START.plusSeconds(61), stream -> !stream.equals("busy"));

        List<Relabelled> again = replay(new FramesWalk(broker.connection(), minute, CLIP, RULES, SILENCE));

        assertThat(again).extracting(clip -> clip.now().stream()).containsExactly("short");
        assertThat(again.get(0).now().lineage().frames()).isEqualTo(3);
        assertThat(passedOver).isEmpty();
    }

    @Test
    void leavesOutWhatIsNoNumber() {
        sendFrames("a", START, 0, 0, 10, 10, 10, 10);
        List<Relabelled> labels = new ArrayList<>();
        FunctionModel broken = new FunctionModel(BrightnessModel.MANIFEST, clips -> clips.stream()
                .map(clip -> new float[] {Float.NaN, 0, 0, 1})
                .toList());

        new Replay(broken, 4, new LabelMaker(TOP), labels::add, passedOver::add)
                .run(new FramesWalk(broker.connection(), all(), CLIP, RULES, SILENCE));

        assertThat(labels).isEmpty();
        assertThat(passedOver).singleElement().asString().contains("stream 'a' are not numbers");
    }

    private List<Relabelled> replay(ClipWalk walk) {
        FunctionModel model = new FunctionModel(BrightnessModel.MANIFEST, BrightnessModel::probabilities);
        List<Relabelled> labels = new ArrayList<>();
        new Replay(model, 3, new LabelMaker(TOP), labels::add, passedOver::add).run(walk);
        return labels;
    }

    /** What inference says of all that was sent. */
    private List<Label> labelled() {
        InferenceSettings defaults = InferenceSettings.defaults(directory.resolve("state"));
        InferenceSettings settings = new InferenceSettings(
                "live",
                1,
                RULES,
                TOP,
                LONG_SILENCE,
                defaults.stateDirectory(),
                defaults.membership(),
                defaults.serving(),
                defaults.drift(),
                defaults.questions(),
                defaults.smoothing(),
                defaults.overload());
        ModelServer models = new ModelServer(
                broker.connection(),
                settings.serving(),
                new FunctionModel(BrightnessModel.MANIFEST, BrightnessModel::probabilities),
                record -> {
                    throw new IllegalStateException("nobody publishes a model");
                });
        // The last stream of each partition: once it is labelled, all is.
        for (String last : List.of("last-0", "last-1", "last-2", "last-3")) {
            for (int partition = 0; partition < 4; partition++) {
                sendTo(partition, last, 10, 10, 10, 10);
            }
        }
        producer.flush();
        try (InferenceService service =
                new InferenceService(broker.connection(), settings, models, (label, scores) -> {})) {
            service.start();
            Instant deadline = Instant.now().plusSeconds(60);
            while (labels("last-3").size() < 4) {
                assertThat(Instant.now()).isBefore(deadline);
            }
        }
        return labels("").stream()
                .filter(label -> !label.stream().startsWith("last"))
                .toList();
    }

    private List<Label> labels(String prefix) {
        List<Label> found = new ArrayList<>();
        try (TopicScan scan = new TopicScan(broker.connection(), Topic.LABELS.topicName())) {
            scan.read(record -> {
                Label label = JsonSerde.of(Label.class).deserializer().deserialize("labels", record.value());
                if (label.stream().startsWith(prefix)) {
                    found.add(label);
                }
            });
        }
        return found;
    }

    private void say(Label label) {
        byte[] json = JsonSerde.of(Label.class).serializer().serialize("labels", label);
        var unused = producer.send(new ProducerRecord<>("labels", label.stream().getBytes(UTF_8), json));
        producer.flush();
    }

    private static Stretch all() {
        return new Stretch(Instant.EPOCH, START.plus(LONG_SILENCE.dividedBy(2)), stream -> !stream.startsWith("last"));
    }

    private static Map<String, List<Label>> byStream(List<Label> labels) {
        Map<String, List<Label>> streams = new TreeMap<>();
        labels.forEach(label -> streams.computeIfAbsent(label.stream(), any -> new ArrayList<>())
                .add(withoutLatency(label)));
        return streams;
    }

    private static Label withoutLatency(Label label) {
        return new Label(label.stream(), label.from(), label.to(), label.top(), label.model(), label.lineage(), null);
    }

    /** Bundles with gaps, repeats and new epochs. */
    private void sendUnruly(String stream, Random random) {
        long epoch = 0;
        long sequence = 0;
        for (int i = 0; i < 20; i++) {
            epoch += random.nextInt(8) == 0 ? 1 : 0;
            sequence = Math.max(0, sequence + (random.nextInt(6) == 0 ? random.nextInt(5) - 2 : 0));
            int[] brightness = random.ints(1 + random.nextInt(4), 0, 256).toArray();
            sendFrames(stream, START.plus(CLIP.period().multipliedBy(sequence)), epoch, sequence, brightness);
            sequence += brightness.length;
        }
    }

    private void sendFrames(String stream, Instant captured, long epoch, long sequence, int... brightness) {
        send(stream, captured, jpegs(brightness), headers(stream, captured, epoch, sequence));
    }

    private void sendTo(int partition, String stream, int... brightness) {
        var unused = producer.send(new ProducerRecord<>(
                "frames", partition, 0L, stream.getBytes(UTF_8), jpegs(brightness), headers(stream, START, 0, 0)));
    }

    private void send(String stream, Instant at, byte[] value, Headers headers) {
        var unused = producer.send(
                new ProducerRecord<>("frames", null, at.toEpochMilli(), stream.getBytes(UTF_8), value, headers));
        producer.flush();
    }

    private static byte[] jpegs(int... brightness) {
        byte[][] jpegs = new byte[brightness.length][];
        for (int i = 0; i < jpegs.length; i++) {
            jpegs[i] = Jpegs.grey(brightness[i]);
        }
        return Jpegs.joined(jpegs);
    }

    private static Headers headers(String stream, Instant captured, long epoch, long sequence) {
        Headers headers = new RecordHeaders();
        new FrameHeaders(FrameHeaders.MOTION_JPEG, "test", epoch, sequence, captured, Optional.of(CLIP.period()))
                .writeTo(stream, headers);
        return headers;
    }
}
