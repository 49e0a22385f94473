package dev.rewind.deploy.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.inference.InferenceService;
import dev.rewind.inference.InferenceSettings;
import dev.rewind.inference.serving.ModelSource;
import dev.rewind.inference.serving.ServingSettings;
import dev.rewind.model.ActionModel;
import dev.rewind.model.Compute;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.LabelledClipHeaders;
import dev.rewind.topics.LabelledClipHeaders.Origin;
import dev.rewind.topics.Progress;
import dev.rewind.topics.Question;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelRecord.State;
import dev.rewind.topics.models.ModelWeights;
import dev.rewind.training.ModelTraining;
import dev.rewind.training.gate.GateSettings;
import dev.rewind.training.service.Rounds;
import dev.rewind.training.service.TrainingService;
import dev.rewind.training.service.TrainingServiceSettings;
import dev.rewind.training.store.HeldOut;
import dev.rewind.training.store.StoreLimits;
import dev.rewind.training.watch.RollbackSettings;
import dev.rewind.training.watch.ShadowSettings;
import dev.rewind.training.watch.WatchSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop on one log: streams are labelled while people teach two gestures that the model never saw. */
@Timeout(300)
final class LearningLoopTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final List<String> STREAMS = List.of("door", "yard", "hall");
    private static final List<String> ALL = Stream.concat(BlobGestures.KNOWN.stream(), BlobGestures.NEW.stream())
            .toList();
    private static final int CLIPS_OF_EACH = 30;
    private static final int TESTED_OF_EACH = 40;

    @TempDir
    private Path folder;

    @Test
    void learnsTwoGesturesInOneRoundWhileItServesAndLosesNoLabel() throws IOException {
        Path base = folder.resolve("base");
        teachKnownGestures(base);
        try (EmbeddedBroker broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(folder.resolve("broker"), 0))) {
            KafkaConnection connection = broker.connection();
            TopicSetup.ensure(connection, TopicSetup.Layout.embedded());
            ModelRecord learned;
            long shown;
            try (InferenceService inference = InferenceService.open(
                            connection, inference(), new ModelSource(base, true, Compute.exact()));
                    TrainingService training = new TrainingService(connection, training(base), (file, scaling) -> {
                        throw new IllegalArgumentException("these clips are JPEGs, not video files");
                    })) {
                inference.start();
                inference.awaitRunning(PATIENCE);
                try (BlobCameras cameras = new BlobCameras(connection, STREAMS, ALL)) {
                    training.start();
                    teachAll(connection);
                    learned = awaitLive(connection, live -> !live.version().startsWith("base"), training);
                    awaitModel(inference, learned.version());
                    long then = cameras.clips();
                    await(() -> cameras.clips() > then + 60, () -> "cameras stand still");
                    cameras.close();
                    shown = cameras.clips();
                }
                List<Label> labels = awaitLabels(connection, shown * STREAMS.size());

                assertEveryClipHasOneLabelInOrder(labels, shown);
                assertDriftIsMeasuredAndQuestionsAreAsked(connection);
                assertModelsChangeOnce(labels, "base", learned.version());
            }
            assertLearned(connection, base, learned);
        }
    }

    private static void teachKnownGestures(Path base) {
        new ModelTraining("blobs", BlobGestures.NETWORK, BlobGestures.CLIP, BlobGestures.settings(30), Optional.empty())
                .run(new BlobGestures.Drawn(BlobGestures.KNOWN, 240), "base", base, progress -> {});
    }

    private void teachAll(KafkaConnection connection) {
        try (RecordPublisher people = new RecordPublisher(connection, "people")) {
            for (int i = 0; i < CLIPS_OF_EACH; i++) {
                for (String gesture : ALL) {
                    RecordHeaders headers = new RecordHeaders();
                    new LabelledClipHeaders(
                                    gesture,
                                    Origin.PERSON,
                                    "camera-" + i,
                                    Optional.of(FrameHeaders.MOTION_JPEG),
                                    Optional.empty())
                            .writeTo(headers);
                    headers.add("ce_periodus", "100000".getBytes(StandardCharsets.UTF_8));
                    people.send(
                            Topic.LABELLED_CLIPS,
                            gesture + "-" + i,
                            BlobGestures.motionJpeg(gesture, 1_000_000 + i),
                            headers);
                }
            }
            people.flush();
        }
    }

    private InferenceSettings inference() {
        return new InferenceSettings(
                "loop",
                1,
                BlobGestures.CLIP.frames(), // one clip a record
                3,
                Duration.ofMinutes(1),
                folder.resolve("inference"),
                new ServingSettings("loop@test", 16, Duration.ofMillis(5), 5));
    }

    private TrainingServiceSettings training(Path base) {
        int clips = CLIPS_OF_EACH * ALL.size();
        return new TrainingServiceSettings(
                base,
                folder.resolve("training"),
                new Rounds(clips, clips, Optional.empty(), Duration.ZERO, 2),
                StoreLimits.usual(),
                new HeldOut(0.3),
                GateSettings.usual(),
                new WatchSettings(new ShadowSettings(30, PATIENCE, PATIENCE, 100), RollbackSettings.usual(), 5),
                BlobGestures.settings(40));
    }

    private void assertEveryClipHasOneLabelInOrder(List<Label> labels, long shown) {
        Map<String, List<Long>> offsets = new HashMap<>();
        labels.forEach(label -> {
            assertThat(label.lineage().frames()).isEqualTo(BlobGestures.CLIP.frames());
            offsets.computeIfAbsent(label.stream(), stream -> new ArrayList<>())
                    .add(label.lineage().firstOffset());
        });
        assertThat(offsets.keySet()).containsExactlyInAnyOrderElementsOf(STREAMS);
        offsets.forEach((stream, found) -> {
            assertThat(found)
                    .as(stream)
                    .hasSize((int) shown)
                    .doesNotHaveDuplicates()
                    .isSorted();
        });
    }

    private static void assertModelsChangeOnce(List<Label> labels, String before, String after) {
        for (String stream : STREAMS) {
            List<String> versions = labels.stream()
                    .filter(label -> label.stream().equals(stream))
                    .map(label -> label.model().version())
                    .toList();
            long old = versions.stream().filter(before::equals).count();
            assertThat(old).as(stream).isPositive().isLessThan(versions.size());
            assertThat(versions.subList(0, (int) old)).as(stream).containsOnly(before);
            assertThat(versions.subList((int) old, versions.size())).as(stream).containsOnly(after);
        }
    }

    /** The learned model knows what its training clips looked like; the first one did not know two of the gestures. */
    private static void assertDriftIsMeasuredAndQuestionsAreAsked(KafkaConnection connection) {
        Map<String, Progress> jobs = new HashMap<>();
        read(connection, Topic.PROGRESS, Progress.class, job -> jobs.put(job.job(), job), () -> jobs.keySet()
                .containsAll(STREAMS.stream().map("drift/"::concat).toList()));
        assertThat(jobs.get("drift/door").figures()).containsKeys("clips", "labels", "confidence", "embedding");
        List<Question> questions = new ArrayList<>();
        read(connection, Topic.QUESTIONS, Question.class, questions::add, () -> !questions.isEmpty());
        assertThat(questions.get(0).uncertainty()).isGreaterThanOrEqualTo(0.3);
    }

    private void assertLearned(KafkaConnection connection, Path base, ModelRecord learned) throws IOException {
        ModelFolder fetched = new ModelFolder(Files.createDirectories(folder.resolve("learned")));
        ModelWeights.download(connection, learned, fetched.weightsFile());
        Files.writeString(fetched.manifestFile(), learned.manifest().toString());
        double knownBefore = top1(base, BlobGestures.KNOWN);
        double knownAfter = top1(folder.resolve("learned"), BlobGestures.KNOWN);

        assertThat(fetched.manifest().classes()).containsExactlyElementsOf(ALL);
        assertThat(top1(folder.resolve("learned"), BlobGestures.NEW)).isGreaterThan(0.9);
        assertThat(knownBefore).isGreaterThan(0.9);
        assertThat(knownAfter).isGreaterThanOrEqualTo(knownBefore - 0.03);
        assertThat(learned.trial().verdict().passed()).isTrue();
        assertThat(learned.trial().confusion()).isNotEmpty();
        assertThat(learned.trial().metrics()).containsKeys("top1", "shadowClips", "shadowAgreement");
        assertThat(ModelFeed.read(connection).get("base").state()).isEqualTo(State.RETIRED);
    }

    /** Of clips that no training saw. */
    private static double top1(Path model, List<String> gestures) {
        try (ActionModel loaded = ActionModel.load(model)) {
            ModelManifest manifest = loaded.manifest();
            int right = 0;
            for (String gesture : gestures) {
                for (int i = 0; i < TESTED_OF_EACH; i++) {
                    byte[] clip = BlobGestures.rgb(gesture, 5_000_000 + i, BlobGestures.CLIP.width());
                    int best = loaded.score(List.of(clip)).get(0).top();
                    right += manifest.classes().get(best).equals(gesture) ? 1 : 0;
                }
            }
            return right / (double) (gestures.size() * TESTED_OF_EACH);
        }
    }

    private static ModelRecord awaitLive(
            KafkaConnection connection, Predicate<ModelRecord> wanted, TrainingService training) {
        try (ModelFeed feed = new ModelFeed(connection)) {
            await(
                    () -> {
                        training.failure().ifPresent(failure -> {
                            throw failure;
                        });
                        feed.poll(Duration.ofMillis(200));
                        return feed.catalog().live().filter(wanted).isPresent();
                    },
                    () -> "the models are " + feed.catalog().models());
            return feed.catalog().live().orElseThrow();
        }
    }

    private static void awaitModel(InferenceService inference, String version) {
        await(() -> inference.model().version().equals(version), () -> inference.model() + " serves");
    }

    private static List<Label> awaitLabels(KafkaConnection connection, long count) {
        List<Label> labels = new ArrayList<>();
        read(connection, Topic.LABELS, Label.class, labels::add, () -> labels.size() >= count);
        return labels;
    }

    /** Reads a topic from its beginning, committed records only, until it has what the test waits for. */
    private static <T> void read(
            KafkaConnection connection, Topic topic, Class<T> type, Consumer<T> reader, BooleanSupplier enough) {
        Map<String, Object> settings = connection.clientSettings();
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        try (KafkaConsumer<String, T> consumer = new KafkaConsumer<>(
                settings, new StringDeserializer(), JsonSerde.of(type).deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await(
                    () -> {
                        consumer.poll(Duration.ofMillis(200)).forEach(record -> take(record.value(), reader));
                        return enough.getAsBoolean();
                    },
                    () -> "'" + topic.topicName() + "' does not hold it");
            // One more look: a record too many would come now.
            consumer.poll(Duration.ofSeconds(1)).forEach(record -> take(record.value(), reader));
        }
    }

    private static <T> void take(T value, Consumer<T> reader) {
        if (value != null) {
            reader.accept(value);
        }
    }

    private static void await(BooleanSupplier done, Supplier<String> state) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!done.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("nothing more within " + PATIENCE + ": " + state.get());
            }
            Thread.onSpinWait();
        }
    }
}
