package dev.rewind.deploy.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rewind.deploy.CommandRun;
import dev.rewind.deploy.learn.LiveLoop.Lesson;
import dev.rewind.deploy.options.TrainingOptions;
import dev.rewind.model.ActionModel;
import dev.rewind.model.ModelFolder;
import dev.rewind.topics.Label;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.training.TrainingSettings;
import dev.rewind.training.clips.ClipManifest;
import dev.rewind.training.clips.ClipManifest.Entry;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.RecordedClips;
import dev.rewind.training.evaluate.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The whole loop on people's gestures: those who are shown and tested are not those who are learned from. */
@Tag("slow")
@Timeout(1800)
final class RecordedGesturesTest {
    private static final Set<String> NEW = Set.of("star", "tick");
    private static final Set<Integer> TESTED_FOLDS = Set.of(1, 3);
    private static final List<String> SPLITS = List.of("train", "val");

    @TempDir
    private Path folder;

    private List<Entry> taught;
    private List<Entry> tested;
    private List<String> known;

    @BeforeEach
    void findRecordings() {
        Path manifest = Path.of(System.getProperty("rewind.shared", "missing"), "data/egogestar/manifest.csv");
        assumeTrue(Files.exists(manifest), "skipped: there are no recordings of gestures at " + manifest);
        Predicate<Entry> mayBeSeen =
                entry -> SPLITS.contains(entry.split()) && entry.fold().isPresent();
        List<Entry> all =
                ClipManifest.readUnsplit(manifest, Optional.of("session")).where(mayBeSeen);
        Map<Boolean, List<Entry>> parts = all.stream()
                .collect(Collectors.partitioningBy(
                        entry -> TESTED_FOLDS.contains(entry.fold().get())));
        tested = parts.get(true);
        taught = parts.get(false);
        known = RecordedClips.classesOf(all).stream()
                .filter(label -> !NEW.contains(label))
                .toList();
    }

    @Test
    void twoGesturesAreLearnedInOneRoundWhileEightAreKept() throws IOException {
        Path base = teachKnown();
        RecordedGestures film =
                new RecordedGestures(new ModelFolder(base).manifest().clip(), tested, taught);
        List<String> gestures =
                Stream.concat(known.stream(), NEW.stream().sorted()).toList();
        List<Lesson> lessons = gestures.stream()
                .flatMap(gesture -> IntStream.range(0, film.labelled(gesture))
                        .mapToObj(number -> new Lesson(gesture, gesture, number)))
                .toList();
        try (LiveLoop loop =
                new LiveLoop(folder, base, film, gestures, Duration.ofSeconds(1), lessons.size(), round())) {
            loop.teach(lessons);
            ModelRecord learned = loop.awaitModels(models -> models.live().stream()
                            .anyMatch(live -> !live.version().equals(version(base))))
                    .live()
                    .orElseThrow();
            loop.awaitServing(learned.version());
            loop.awaitClips(5);
            Map<String, List<Label>> labels = loop.endShow();

            labels.values().forEach(ofStream -> assertThat(ofStream.stream()
                            .map(label -> label.model().version())
                            .distinct())
                    .containsExactly(version(base), learned.version()));
            assertLearned(loop, base, learned, gestures);
        }
    }

    /** As its user would: from the shipped weights. */
    private Path teachKnown() throws IOException {
        List<String> rows = taught.stream()
                .filter(entry -> known.contains(entry.label()))
                .map(entry -> entry.path() + "," + entry.label() + ",train")
                .toList();
        Path list = folder.resolve("known.csv");
        Files.writeString(list, "path,label,split\n" + String.join("\n", rows));
        Path base = folder.resolve("base");
        CommandRun trained = CommandRun.of(
                "train", "--data", list.toString(), "--epochs", "20", "--mode", "ordinary", "--out", base.toString());
        assertThat(trained.code()).as(trained.err().toString()).isZero();
        return base;
    }

    private static TrainingSettings round() {
        Round round = new Round();
        new CommandLine(round).setCaseInsensitiveEnumValuesAllowed(true).parseArgs("--epochs", "40");
        return round.options.forRecordings();
    }

    /** How a round trains, with everything but its epochs as it usually is. */
    @Command
    private static final class Round {
        @Mixin
        private TrainingOptions options;
    }

    private static String version(Path model) {
        return new ModelFolder(model).manifest().version();
    }

    private void assertLearned(LiveLoop loop, Path base, ModelRecord learned, List<String> gestures)
            throws IOException {
        ModelFolder fetched = new ModelFolder(loop.fetch(learned, folder.resolve("learned")));
        double before = top1(base, known::contains);
        double after = top1(folder.resolve("learned"), known::contains);
        double ofNew = top1(folder.resolve("learned"), NEW::contains);

        assertThat(fetched.manifest().classes()).containsExactlyElementsOf(gestures);
        assertThat(after)
                .as("known gestures, of which %s were right before", before)
                .isGreaterThanOrEqualTo(before - 0.03);
        // Each is learned from some ten people, and seen of four others.
        assertThat(ofNew).as("new gestures").isGreaterThanOrEqualTo(0.7);
    }

    private double top1(Path model, Predicate<String> gestures) {
        List<Entry> entries =
                tested.stream().filter(entry -> gestures.test(entry.label())).toList();
        try (ActionModel loaded = ActionModel.load(model)) {
            RecordedClips clips = RecordedClips.decode(
                    entries,
                    loaded.manifest().classes(),
                    Footage.live(loaded.manifest().clip()),
                    new VideoRecordings(),
                    decoded -> {});
            return Evaluator.evaluate(
                            loaded,
                            clips.size(),
                            index -> clips.fixed(index, loaded.manifest().clip()))
                    .top1();
        }
    }
}
