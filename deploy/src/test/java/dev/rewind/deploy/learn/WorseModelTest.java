package dev.rewind.deploy.learn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.deploy.CommandRun;
import dev.rewind.deploy.learn.LiveLoop.Lesson;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.ClassName;
import dev.rewind.topics.Feedback;
import dev.rewind.topics.Label;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelRecord.State;
import dev.rewind.topics.models.ModelWriter;
import dev.rewind.topics.models.Standing;
import dev.rewind.training.store.StoreLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the loop does about worse models: one that learned from wrong labels, and one that a person wanted. */
@Timeout(300)
final class WorseModelTest {
    /** More clips than people send here, so that no round begins. */
    private static final int NEVER = StoreLimits.usual().clips();

    @TempDir
    private static Path models;

    private static Path base;

    @TempDir
    private Path folder;

    @BeforeAll
    static void teachAGoodModel() {
        base = BlobGestures.teach(models.resolve("base"), "base", 160, 15);
    }

    @Test
    void aRoundOfShuffledLabelsIsRefusedByTheGateWhileTheOldModelServes() {
        List<Lesson> lessons = shuffledLessons(12);
        try (LiveLoop loop = BlobGestures.loop(folder, base, BlobGestures.KNOWN, lessons.size(), 10)) {
            loop.teach(lessons);
            ModelCatalog models =
                    loop.awaitModels(found -> found.models().stream().anyMatch(model -> model.state() != State.LIVE));
            loop.awaitClips(60);

            loop.endShow().forEach((stream, labels) -> assertThat(labels)
                    .as(stream)
                    .allMatch(label -> label.model().version().equals("base")));
            ModelRecord poisoned = models.models().stream()
                    .filter(model -> !model.version().equals("base"))
                    .findFirst()
                    .orElseThrow();
            assertThat(poisoned.state()).isEqualTo(State.REFUSED);
            assertThat(poisoned.standing().reason()).contains("not better beyond chance");
            assertThat(poisoned.trial().verdict().passed()).isFalse();
        }
    }

    @Test
    void aWorseModelThatAPersonForcedLiveGoesWhenPeopleDisagree() throws IOException {
        Path worse = BlobGestures.teach(folder.resolve("worse"), "worse", 16, 1);
        try (LiveLoop loop = BlobGestures.loop(folder, base, BlobGestures.KNOWN, NEVER, 1)) {
            publish(loop, worse);
            CommandRun promoted = CommandRun.of(
                    "models",
                    "promote",
                    "worse",
                    "--force",
                    "-b",
                    loop.connection().bootstrapServers());
            assertThat(promoted.err()).isEmpty();
            loop.awaitServing("worse");

            correct(loop, "worse", 30);
            ModelCatalog models = loop.awaitModels(
                    found -> found.live().orElseThrow().version().equals("base"));
            loop.awaitServing("base");
            loop.awaitClips(60);
            List<Label> labels = loop.endShow().get("door");

            assertThat(models.get("worse").state()).isEqualTo(State.REFUSED);
            assertThat(models.get("worse").standing().reason())
                    .startsWith("rolled back: people agreed with")
                    .contains("base is right");
            assertThat(labels.stream().map(label -> label.model().version()).distinct())
                    .containsExactly("base", "worse");
            assertThat(labels.get(labels.size() - 1).model().version()).isEqualTo("base");
        }
    }

    /** Of every gesture as many clips as there are cameras, with the names of all mixed up. */
    private static List<Lesson> shuffledLessons(int cameras) {
        List<Lesson> right = IntStream.range(0, cameras)
                .boxed()
                .flatMap(camera -> BlobGestures.KNOWN.stream().map(gesture -> new Lesson(gesture, gesture, camera)))
                .toList();
        List<String> names = new ArrayList<>(right.stream().map(Lesson::said).toList());
        Collections.shuffle(names, new Random(1));
        return IntStream.range(0, right.size())
                .mapToObj(i -> new Lesson(
                        right.get(i).shown(), names.get(i), right.get(i).number()))
                .toList();
    }

    private static void publish(LiveLoop loop, Path model) throws IOException {
        ModelFolder files = new ModelFolder(model);
        ModelManifest manifest = files.manifest();
        var json = new ObjectMapper().readTree(files.manifestFile().toFile());
        Standing standing = Standing.of(State.CANDIDATE, Instant.now(), "somebody's own");
        try (ModelWriter writer = new ModelWriter(loop.connection(), "somebody")) {
            writer.publish(
                    manifest.version(),
                    manifest.sha256(),
                    files.weightsFile(),
                    place -> List.of(new ModelRecord(manifest.version(), null, standing, place, null, null, json)),
                    ModelWriter.Read.nothing());
        }
    }

    /** People say of a model's first labels what the clips show. */
    private static void correct(LiveLoop loop, String model, int clips) {
        Map<String, Integer> labelled = new HashMap<>();
        List<Label> answered = new ArrayList<>();
        try (RecordPublisher people = new RecordPublisher(loop.connection(), "people")) {
            loop.read(
                    Topic.LABELS,
                    Label.class,
                    label -> {
                        int clip = labelled.merge(label.stream(), 1, Integer::sum) - 1;
                        if (label.model().version().equals(model) && answered.size() < clips) {
                            answered.add(label);
                            Feedback.on(label, new ClassName(loop.shown(label.stream(), clip)))
                                    .send(people);
                        }
                    },
                    () -> answered.size() == clips);
            people.flush();
        }
    }
}
