package dev.rewind.training.evaluate;

import dev.rewind.model.ActionModel;
import dev.rewind.model.ClipScores;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.transform.Views;
import dev.rewind.training.clips.LabelledClip;
import dev.rewind.training.clips.LabelledViews;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Labels held-out clips with a model and counts. */
public final class Evaluator {
    private static final int BATCH = 16;

    private Evaluator() {}

    /**
     * Evaluates a model on one clip of each recording.
     *
     * @param count how many clips there are; at least one
     * @param clip gives the clip of an index, in the size of the model's {@link ClipSpec}
     */
    public static Evaluation evaluate(ActionModel model, int count, IntFunction<LabelledClip> clip) {
        requireSome(count);
        int[] labels = new int[count];
        List<ClipScores> scores = scores(model, count, index -> {
            LabelledClip drawn = clip.apply(index);
            labels[index] = drawn.label();
            return drawn.rgb();
        });
        return Evaluation.of(model.manifest().version(), model.manifest().classes(), probabilities(scores), labels);
    }

    /**
     * What a model makes of one clip of each recording, in order.
     *
     * @param count how many clips there are
     * @param clip gives the frames of an index, packed RGB in the size of the model's {@link ClipSpec}
     */
    public static List<ClipScores> scores(ActionModel model, int count, IntFunction<byte[]> clip) {
        List<ClipScores> scores = new ArrayList<>(count);
        for (int from = 0; from < count; from += BATCH) {
            List<byte[]> batch = new ArrayList<>(BATCH);
            for (int i = from; i < Math.min(count, from + BATCH); i++) {
                batch.add(clip.apply(i));
            }
            scores.addAll(model.score(batch));
        }
        return scores;
    }

    /**
     * Evaluates a model on several views of each recording, whose scores are summed.
     *
     * @param count how many recordings there are; at least one
     * @param views gives the views of an index, in the size of the model's {@link ClipSpec}
     */
    public static Evaluation evaluateViews(ActionModel model, int count, IntFunction<LabelledViews> views) {
        requireSome(count);
        List<float[]> scores = new ArrayList<>(count);
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            LabelledViews drawn = views.apply(i);
            scores.add(Views.sum(probabilities(scores(model, drawn.clips().size(), drawn.clips()::get))));
            labels[i] = drawn.label();
        }
        return Evaluation.of(model.manifest().version(), model.manifest().classes(), scores, labels);
    }

    private static List<float[]> probabilities(List<ClipScores> scores) {
        return scores.stream().map(ClipScores::probabilities).toList();
    }

    private static void requireSome(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("there are no clips to evaluate on; does the manifest have that split?");
        }
    }
}
