package dev.rewind.deploy.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.inference.InferenceService;
import dev.rewind.inference.InferenceSettings;
import dev.rewind.inference.Membership;
import dev.rewind.inference.clips.ClipRules;
import dev.rewind.inference.clips.ClipSettings;
import dev.rewind.inference.drift.DriftSettings;
import dev.rewind.inference.drift.QuestionSettings;
import dev.rewind.inference.overload.OverloadSettings;
import dev.rewind.inference.serving.ModelSource;
import dev.rewind.inference.serving.ServingSettings;
import dev.rewind.model.Compute;
import dev.rewind.model.ModelFolder;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.LabelledClipHeaders;
import dev.rewind.topics.LabelledClipHeaders.Origin;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelWeights;
import dev.rewind.training.TrainingSettings;
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
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The whole loop over a broker of its own: cameras, inference and training, and what a test does and sees of them. */
final class LiveLoop implements AutoCloseable {
    static final List<String> STREAMS = List.of("door", "yard", "hall");

    /** With rounds of some minutes; tests have their own limits. */
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private static final Duration SHADOW = Duration.ofMinutes(2);

    private final EmbeddedBroker broker;
    private final InferenceService inference;
    private final TrainingService training;
    private final Cameras cameras;
    private final Film film;

    /**
     * Starts all of it.
     *
     * @param folder to work in, empty
     * @param base folder of the model that serves first
     * @param film what the cameras show and people label
     * @param gestures that the cameras show
     * @param pause of each camera between two clips
     * @param clips so many labelled clips begin a round
     * @param round how it trains
     */
    LiveLoop(
            Path folder,
            Path base,
            Film film,
            List<String> gestures,
            Duration pause,
            int clips,
            TrainingSettings round) {
        this.film = film;
        TrainingServiceSettings lessons = training(base, folder.resolve("training"), clips, round);
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(folder.resolve("broker"), 0));
        TopicSetup.ensure(connection(), TopicSetup.Layout.embedded());
        inference = InferenceService.open(
                connection(),
                inference(film.clip().frames(), folder.resolve("inference")),
                new ModelSource(base, true, Compute.exact()));
        inference.start();
        inference.awaitRunning(PATIENCE);
        cameras = new Cameras(connection(), STREAMS, film, gestures, pause);
        training = new TrainingService(connection(), lessons, (file, scaling) -> {
            throw new IllegalArgumentException("these clips are JPEGs, not video files");
        });
        training.start();
    }

    private static InferenceSettings inference(int frames, Path state) {
        return new InferenceSettings(
                "loop",
                1,
                ClipRules.forAll(ClipSettings.withStride(frames)), // one clip a record
                3,
                Duration.ofMinutes(1),
                state,
                Membership.anonymous(),
                new ServingSettings("loop@test", 16, Duration.ofMillis(5), 5),
                DriftSettings.defaults(),
                QuestionSettings.defaults(),
                Optional.empty(),
                OverloadSettings.defaults());
    }

    private static TrainingServiceSettings training(Path base, Path work, int clips, TrainingSettings round) {
        return new TrainingServiceSettings(
                base,
                work,
                new Rounds(clips, clips, Optional.empty(), Duration.ZERO, 2),
                StoreLimits.usual(),
                new HeldOut(0.3),
                GateSettings.usual(),
                new WatchSettings(new ShadowSettings(30, SHADOW, SHADOW, 100), RollbackSettings.usual(), 5),
                round);
    }

    KafkaConnection connection() {
        return broker.connection();
    }

    /**
     * A person labels a clip of gestures that no stream shows.
     *
     * @param shown what it shows
     * @param said what the person says it shows
     * @param number of the clip, of those that show this
     */
    record Lesson(String shown, String said, int number) {
        String id() {
            return shown + "-" + number;
        }
    }

    void teach(List<Lesson> lessons) {
        try (RecordPublisher people = new RecordPublisher(connection(), "people")) {
            for (Lesson lesson : lessons) {
                RecordHeaders headers = new RecordHeaders();
                Film.Take take = film.labelled(lesson.shown(), lesson.number());
                new LabelledClipHeaders(
                                lesson.said(),
                                Origin.PERSON,
                                take.group(),
                                Optional.of(FrameHeaders.MOTION_JPEG),
                                Optional.empty())
                        .writeTo(headers);
                headers.add(
                        "ce_periodus",
                        Long.toString(take.period().toNanos() / 1000).getBytes(StandardCharsets.UTF_8));
                people.send(Topic.LABELLED_CLIPS, lesson.id(), take.motionJpeg(), headers);
            }
            people.flush();
        }
    }

    /** The models as soon as they are what the test waits for. */
    ModelCatalog awaitModels(Predicate<ModelCatalog> wanted) {
        try (ModelFeed feed = new ModelFeed(connection())) {
            await(
                    () -> {
                        requireHealth();
                        feed.poll(Duration.ofMillis(200));
                        return wanted.test(feed.catalog());
                    },
                    () -> "the models are " + feed.catalog().models());
            return feed.catalog();
        }
    }

    /** Brings a model from the log into a folder. */
    Path fetch(ModelRecord model, Path target) throws IOException {
        ModelFolder files = new ModelFolder(Files.createDirectories(target));
        ModelWeights.download(connection(), model, files.weightsFile());
        Files.writeString(files.manifestFile(), model.manifest().toString());
        return target;
    }

    void awaitServing(String version) {
        await(() -> inference.model().version().equals(version), () -> inference.model() + " serves");
    }

    /** Goes on until every stream has shown some more clips. */
    void awaitClips(int more) {
        long then = cameras.clips();
        await(() -> cameras.clips() > then + more, () -> "cameras stand still");
    }

    /** What a stream's clip shows, by how many it showed before. */
    String shown(String stream, int clip) {
        return cameras.gesture(stream, clip);
    }

    /** Ends the show; all its labels, once each has come, in the order of each stream. */
    Map<String, List<Label>> endShow() {
        cameras.close();
        long shown = cameras.clips();
        Map<String, List<Label>> labels = new HashMap<>();
        read(
                Topic.LABELS,
                Label.class,
                label -> labels.computeIfAbsent(label.stream(), stream -> new ArrayList<>())
                        .add(label),
                () -> labels.values().stream().mapToInt(List::size).sum() >= shown * STREAMS.size());
        assertThat(labels.keySet()).containsExactlyInAnyOrderElementsOf(STREAMS);
        labels.forEach((stream, found) -> {
            assertThat(found)
                    .as(stream)
                    .allMatch(label -> label.lineage().frames() == film.clip().frames());
            assertThat(found.stream().map(label -> label.lineage().firstOffset()))
                    .as("the clips of " + stream)
                    .hasSize((int) shown)
                    .doesNotHaveDuplicates()
                    .isSorted();
        });
        return labels;
    }

    /** Reads a topic from its beginning, committed records only, until it has what the test waits for. */
    <T> void read(Topic topic, Class<T> type, Consumer<T> reader, BooleanSupplier enough) {
        Map<String, Object> settings = connection().readerSettings();
        settings.put("isolation.level", "read_committed");
        try (KafkaConsumer<String, T> consumer = new KafkaConsumer<>(
                settings, new StringDeserializer(), JsonSerde.of(type).deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await(
                    () -> {
                        requireHealth();
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

    private void requireHealth() {
        training.failure().ifPresent(failure -> {
            throw failure;
        });
        inference.failure().ifPresent(failure -> {
            throw failure;
        });
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

    @Override
    public void close() {
        try (broker;
                inference;
                training) {
            cameras.close();
        }
    }
}
