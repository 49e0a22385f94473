package dev.rewind.deploy.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.deploy.learn.LiveLoop.Lesson;
import dev.rewind.model.ActionModel;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.Label;
import dev.rewind.topics.Progress;
import dev.rewind.topics.Question;
import dev.rewind.topics.Topic;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelRecord.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop on one log: streams are labelled while people teach two gestures that the model never saw. */
@Timeout(300)
final class LearningLoopTest {
    private static final List<String> ALL = Stream.concat(BlobGestures.KNOWN.stream(), BlobGestures.NEW.stream())
            .toList();
    private static final int CLIPS_OF_EACH = 30;
    private static final int TESTED_OF_EACH = 40;

    @TempDir
    private Path folder;

    @Test
    void learnsTwoGesturesInOneRoundWhileItServesAndLosesNoLabel() throws IOException {
        Path base = BlobGestures.teach(folder.resolve("base"), "base", 240, 30);
        List<Lesson> lessons = IntStream.range(0, CLIPS_OF_EACH)
                .boxed()
                .flatMap(camera -> ALL.stream().map(gesture -> new Lesson(gesture, gesture, camera)))
                .toList();
        try (LiveLoop loop = BlobGestures.loop(folder, base, ALL, lessons.size(), 40)) {
            loop.teach(lessons);
            ModelRecord learned = loop.awaitModels(models -> models.live().stream()
                            .anyMatch(live -> !live.version().equals("base")))
                    .live()
                    .orElseThrow();
            loop.awaitServing(learned.version());
            loop.awaitClips(60);
            Map<String, List<Label>> labels = loop.endShow();

            assertDriftIsMeasuredAndQuestionsAreAsked(loop);
            labels.values().forEach(ofStream -> assertModelsChangeOnce(ofStream, "base", learned.version()));
            assertLearned(loop, base, learned);
        }
    }

    private static void assertModelsChangeOnce(List<Label> labels, String before, String after) {
        List<String> versions =
                labels.stream().map(label -> label.model().version()).toList();
        int old = (int) versions.stream().filter(before::equals).count();
        assertThat(old).isPositive().isLessThan(versions.size());
        assertThat(versions.subList(0, old)).containsOnly(before);
        assertThat(versions.subList(old, versions.size())).containsOnly(after);
    }

    /** The learned model knows what its training clips looked like; the first one did not know two of the gestures. */
    private static void assertDriftIsMeasuredAndQuestionsAreAsked(LiveLoop loop) {
        Map<String, Progress> jobs = new HashMap<>();
        loop.read(Topic.PROGRESS, Progress.class, job -> jobs.put(job.job(), job), () -> jobs.keySet()
                .containsAll(LiveLoop.STREAMS.stream().map("drift/"::concat).toList()));
        assertThat(jobs.get("drift/door").figures()).containsKeys("clips", "labels", "confidence", "embedding");
        List<Question> questions = new ArrayList<>();
        loop.read(Topic.QUESTIONS, Question.class, questions::add, () -> !questions.isEmpty());
        assertThat(questions.get(0).uncertainty()).isGreaterThanOrEqualTo(0.3);
    }

    private void assertLearned(LiveLoop loop, Path base, ModelRecord learned) throws IOException {
        ModelFolder fetched = new ModelFolder(loop.fetch(learned, folder.resolve("learned")));
        double knownBefore = top1(base, BlobGestures.KNOWN);
        double knownAfter = top1(folder.resolve("learned"), BlobGestures.KNOWN);

        assertThat(fetched.manifest().classes()).containsExactlyElementsOf(ALL);
        assertThat(top1(folder.resolve("learned"), BlobGestures.NEW)).isGreaterThan(0.9);
        assertThat(knownBefore).isGreaterThan(0.9);
        assertThat(knownAfter).isGreaterThanOrEqualTo(knownBefore - 0.03);
        assertThat(learned.trial().verdict().passed()).isTrue();
        assertThat(learned.trial().confusion()).isNotEmpty();
        assertThat(learned.trial().metrics()).containsKeys("top1", "shadowClips", "shadowAgreement");
        assertThat(ModelFeed.read(loop.connection()).get("base").state()).isEqualTo(State.RETIRED);
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
}
