package dev.rewind.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rewind.inference.InferenceService;
import dev.rewind.inference.InferenceSettings;
import dev.rewind.inference.Membership;
import dev.rewind.inference.clips.ClipRules;
import dev.rewind.inference.clips.ClipSettings;
import dev.rewind.inference.drift.DriftSettings;
import dev.rewind.inference.drift.QuestionSettings;
import dev.rewind.inference.overload.OverloadSettings;
import dev.rewind.inference.serving.RealModels.Shape;
import dev.rewind.model.ActionModel;
import dev.rewind.model.ClipScores;
import dev.rewind.model.Compute;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Dtype;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.models.ModelRecord.State;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models change while streams are labelled: no label is lost, doubled, out of order or of another model than it says. */
@Timeout(180)
class SwapTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PERIOD = RealModels.CLIP.period();
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");
    private static final int STREAMS = 6;

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private KafkaConnection connection;
    private RealModels models;
    private ProgressTopic progress;

    @BeforeEach
    void publishTheFirstModel() {
        Torch.useThreads(1);
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(directory.resolve("broker"), 0));
        connection = broker.connection();
        TopicSetup.ensure(connection, TopicSetup.Layout.embedded());
        models = new RealModels(connection, directory);
        models.publish("first", Shape.of(RealModels.FOUR, 1), State.LIVE);
        progress = new ProgressTopic(connection);
    }

    @AfterEach
    void stop() {
        progress.close();
        broker.close();
    }

    @Test
    void labelsEveryClipOnceAndInOrderWithTheModelThatItNames() {
        CountingLoader loader = loader("a");
        loader.hold("second");
        try (InferenceService service = service("a", loader)) {
            service.start();
            service.awaitRunning(PATIENCE);
            send(0, 20);
            awaitLabels(20, PATIENCE);
            models.publish("second", Shape.of(RealModels.SIX, 2), State.LIVE);
            loader.awaitHeld();

            // Batches go on for as long as the loading takes: here for ever, if they waited for it.
            send(20, 40);
            assertThat(awaitLabels(40, PATIENCE))
                    .allMatch(label -> version(label).equals("first"));

            loader.release();
            int sent = 40;
            while (!service.model().version().equals("second")) {
                send(sent, sent + 2);
                sent += 2;
            }
            send(sent, sent + 20);
            requireEveryClip(awaitLabels(sent + 20, PATIENCE), sent + 20, List.of("first", "second"));
        }
    }

    @Test
    void labelsEveryClipOnceAndInOrderOnTwoDevices() {
        Compute cpu = new Compute(new DeviceChoice.Cpu(), Compute.Kind.FAST, Dtype.FP32);
        ModelSource source = new ModelSource(directory.resolve("first"), false, List.of(cpu, cpu));
        try (InferenceService service = InferenceService.open(connection, settings("a"), source)) {
            service.start();
            service.awaitRunning(PATIENCE);
            send(0, 60);
            awaitLabels(60, PATIENCE);
            models.publish("second", Shape.of(RealModels.SIX, 2), State.LIVE);
            progress.awaitTakenOver("second", "a");
            send(60, 120);
            requireEveryClip(awaitLabels(120, PATIENCE), 120, List.of("first", "second"));
        }
    }

    @Test
    void labelsWhatAnEarlierProcessLeftPendingWithTheModelThatServesNow() {
        CountingLoader loader = loader("a");
        try (InferenceService service = service("a", loader)) {
            service.start();
            service.awaitRunning(PATIENCE);
            send(0, 21);
            awaitLabels(21, PATIENCE);
        }
        models.publish("second", Shape.of(RealModels.SIX, 2), State.LIVE);
        send(21, 40);
        try (InferenceService service = InferenceService.open(
                connection, settings("b"), new ModelSource(directory.resolve("first"), false, Compute.exact()))) {
            service.start();
            requireEveryClip(awaitLabels(40, PATIENCE), 40, List.of("first", "second"));
        }
    }

    @Test
    void changesTheModelOfEachProcessThatSharesTheStreams() {
        try (InferenceService one = service("a", loader("a"));
                InferenceService other = service("b", loader("b"))) {
            one.start();
            other.start();
            one.awaitRunning(PATIENCE);
            other.awaitRunning(PATIENCE);
            send(0, 20);
            awaitLabels(20, PATIENCE);
            models.publish("second", Shape.of(RealModels.SIX, 2), State.LIVE);
            send(20, 30);
            progress.awaitTakenOver("second", "a");
            progress.awaitTakenOver("second", "b");
            send(30, 50);

            List<Label> labels = awaitLabels(50, PATIENCE);
            requireEveryClip(labels, 50, List.of("first", "second"));
        }
    }

    private CountingLoader loader(String instance) {
        return new CountingLoader(
                new TopicModelLoader(connection, directory.resolve(instance + "-downloads"), Compute.exact()));
    }

    private InferenceService service(String instance, ModelLoader loader) {
        ClipModel first = ClipModel.of(ActionModel.load(directory.resolve("first")), Optional.empty());
        InferenceSettings settings = settings(instance);
        ModelServer server = new ModelServer(connection, settings.serving(), first, loader);
        return new InferenceService(connection, settings, server, (label, scores) -> {});
    }

    /** All classes in each label, and silence that never comes. */
    private InferenceSettings settings(String instance) {
        return new InferenceSettings(
                "swap",
                2,
                ClipRules.forAll(ClipSettings.withStride(2)),
                RealModels.SIX.size(),
                Duration.ofHours(1),
                directory.resolve(instance),
                Membership.anonymous(),
                new ServingSettings(instance, 4, Duration.ofMillis(5), 3),
                DriftSettings.defaults(),
                QuestionSettings.defaults(),
                Optional.empty(),
                OverloadSettings.defaults());
    }

    /** Sends frames from..to of every stream, in bundles of at most three, the streams taking turns. */
    private void send(int from, int to) {
        try (RecordPublisher publisher = new RecordPublisher(connection, "test")) {
            for (int first = from; first < to; first += 3) {
                int count = Math.min(3, to - first);
                for (int s = 0; s < STREAMS; s++) {
                    ByteArrayOutputStream jpegs = new ByteArrayOutputStream();
                    for (int i = 0; i < count; i++) {
                        jpegs.writeBytes(jpeg(brightness("stream-" + s, first + i)));
                    }
                    Headers headers = new RecordHeaders();
                    new FrameHeaders(FrameHeaders.MOTION_JPEG, "test", 0, first, at(first), Optional.of(PERIOD))
                            .writeTo("stream-" + s, headers);
                    publisher.send(Topic.FRAMES, "stream-" + s, jpegs.toByteArray(), headers);
                }
            }
        }
    }

    /** Clips of four frames begin at every second one. */
    private static int clips(int frames) {
        return (frames - 4) / 2 + 1;
    }

    /** Each clip of each stream once, in order, with the scores of the very model that the label names. */
    private void requireEveryClip(List<Label> labels, int frames, List<String> versions) {
        Map<String, List<Label>> byStream = new HashMap<>();
        labels.forEach(label ->
                byStream.computeIfAbsent(label.stream(), s -> new ArrayList<>()).add(label));
        assertThat(byStream).hasSize(STREAMS);
        Map<String, ActionModel> loaded = new HashMap<>();
        try {
            versions.forEach(version -> loaded.put(version, ActionModel.load(directory.resolve(version))));
            byStream.forEach((stream, found) -> {
                assertThat(found).as(stream).hasSize(clips(frames));
                for (int i = 0; i < found.size(); i++) {
                    assertThat(found.get(i).from()).as("%s, clip %d", stream, i).isEqualTo(at(2 * i));
                    requireScoresOf(loaded.get(version(found.get(i))), found.get(i), stream, 2 * i);
                }
                ToIntFunction<Label> age = label -> versions.indexOf(version(label));
                assertThat(found.stream().mapToInt(age).toArray()).isSorted();
                assertThat(new TreeSet<>(found.stream().map(SwapTest::version).toList()))
                        .isEqualTo(new TreeSet<>(versions));
            });
        } finally {
            loaded.values().forEach(ActionModel::close);
        }
    }

    private static void requireScoresOf(ActionModel model, Label label, String stream, int firstFrame) {
        ModelManifest manifest = model.manifest();
        assertThat(label.model().sha256()).isEqualTo(manifest.sha256());
        byte[] clip = new byte[RealModels.CLIP.bytes()];
        for (int i = 0; i < clip.length; i++) {
            clip[i] = (byte) brightness(stream, firstFrame + i / (8 * 8 * 3));
        }
        ClipScores expected = model.score(List.of(clip)).get(0);
        Map<String, Double> said = new HashMap<>();
        label.top().forEach(score -> said.put(score.label(), score.score()));
        assertThat(said.keySet()).containsExactlyInAnyOrderElementsOf(manifest.classes());
        for (int i = 0; i < manifest.classes().size(); i++) {
            assertThat(said.get(manifest.classes().get(i)))
                    .as("%s of %s, %s", manifest.classes().get(i), stream, Arrays.toString(expected.probabilities()))
                    .isCloseTo(expected.probabilities()[i], within(0.01));
        }
    }

    private static String version(Label label) {
        return label.model().version();
    }

    private static int brightness(String stream, int frame) {
        return Math.floorMod(stream.hashCode() + frame * 23, 256);
    }

    private static Instant at(int frame) {
        return START.plus(PERIOD.multipliedBy(frame));
    }

    private static byte[] jpeg(int brightness) {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(brightness, brightness, brightness));
        graphics.fillRect(0, 0, 16, 16);
        graphics.dispose();
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(image, "jpeg", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every committed label, once there are those of so many frames; more of them would show that some were doubled. */
    private List<Label> awaitLabels(int frames, Duration patience) {
        int count = STREAMS * clips(frames);
        List<Label> found = new ArrayList<>();
        KafkaConnection committed = connection.with(Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"));
        try (Deserializer<Label> json = JsonSerde.of(Label.class).deserializer();
                KafkaConsumer<String, Label> consumer =
                        new KafkaConsumer<>(committed.readerSettings(), new StringDeserializer(), json)) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.LABELS.topicName()).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + patience.toNanos();
            while (found.size() < count || !atEnd(consumer)) {
                assertThat(System.nanoTime())
                        .as("%d of %d labels", found.size(), count)
                        .isLessThan(deadline);
                consumer.poll(Duration.ofMillis(100)).forEach(record -> found.add(record.value()));
            }
        }
        return found;
    }

    private static boolean atEnd(KafkaConsumer<String, Label> consumer) {
        return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }
}
