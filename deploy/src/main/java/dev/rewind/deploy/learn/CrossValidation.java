package dev.rewind.deploy.learn;

import dev.rewind.model.ActionModel;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.Compute;
import dev.rewind.training.ModelTraining;
import dev.rewind.training.clips.ClipManifest;
import dev.rewind.training.clips.Folds;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.RecordedClips;
import dev.rewind.training.evaluate.Evaluation;
import dev.rewind.training.evaluate.Evaluator;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;

/** Trains a model for every fold, on all clips but the fold's, and labels the fold's with it. */
public final class CrossValidation {
    private final Folds folds;
    private final List<String> classes;
    private final IntFunction<Lesson> lessons;
    private final PrintWriter progress;
    private final RecordedClips recorded;

    /**
     * Decodes every recording.
     *
     * @param lessons the training on so many recordings
     * @param progress told how far it is
     */
    public CrossValidation(Folds folds, IntFunction<Lesson> lessons, PrintWriter progress) {
        List<ClipManifest.Entry> entries = folds.all();
        this.folds = folds;
        this.classes = RecordedClips.classesOf(entries);
        this.lessons = lessons;
        this.progress = progress;
        this.recorded =
                Decoding.of(entries, classes, lessons.apply(entries.size()).footage(), progress);
    }

    /**
     * What came out.
     *
     * @param figures of the folds
     * @param pooled every clip, labelled by the model that had not seen it
     */
    public record Result(FoldFigures figures, Evaluation pooled) {}

    /**
     * Trains and evaluates, fold after fold.
     *
     * @param models folder to write each fold's model to, such as {@code fold-0}
     */
    public Result run(Path models) {
        List<FoldFigures.Fold> figures = new ArrayList<>();
        List<Evaluation> evaluations = new ArrayList<>();
        for (int fold : folds.parts().keySet()) {
            Path model = models.resolve("fold-" + fold);
            Set<ClipManifest.Entry> held = new HashSet<>(folds.parts().get(fold));
            RecordedClips others = recorded.where(entry -> !held.contains(entry));
            Lesson lesson = lessons.apply(others.size());
            Duration spent = train(fold, lesson.on(others), others, model);
            Evaluation evaluation =
                    evaluate(fold, model, lesson.settings().execution().compute());
            figures.add(new FoldFigures.Fold(
                    fold, evaluation.top1(), evaluation.clips(), Math.rint(spent.toMillis() / 100.0) / 10));
            evaluations.add(evaluation);
            progress.printf(Locale.ROOT, "\rfold %d: top-1 %.3f%n", fold, evaluation.top1());
            progress.flush();
        }
        return new Result(FoldFigures.of(figures), Evaluation.pooled("cross validation", evaluations));
    }

    private Duration train(int fold, ModelTraining training, RecordedClips others, Path model) {
        Duration[] spent = {Duration.ZERO};
        training.run(others, "fold-" + fold, model, now -> {
            spent[0] = now.elapsed();
            progress.printf(Locale.ROOT, "\rfold %d: %2.0f %%  loss %.3f ", fold, 100 * now.done(), now.loss());
            progress.flush();
        });
        return spent[0];
    }

    private Evaluation evaluate(int fold, Path folder, Compute compute) {
        try (ActionModel model = ActionModel.load(folder, compute)) {
            ClipSpec clip = model.manifest().clip();
            // Decoded again, for a model is asked about frames as they are served, not as they are varied.
            RecordedClips held = Decoding.of(folds.parts().get(fold), classes, Footage.live(clip), progress);
            return Evaluator.evaluate(model, held.size(), index -> held.fixed(index, clip));
        }
    }
}
