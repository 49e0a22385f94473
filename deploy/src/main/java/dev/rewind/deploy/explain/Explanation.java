package dev.rewind.deploy.explain;

import dev.rewind.deploy.label.LabelSearch.Found;
import dev.rewind.inference.recall.RecalledClip;
import dev.rewind.inference.serving.ClipModel;
import dev.rewind.model.Compute;
import dev.rewind.topics.Label;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A label beside what its model says of its frames now.
 *
 * @param found the label, and where it lies
 * @param compute how the model computed now
 * @param classes those of the label, best first, and those that would be among them now
 */
record Explanation(Found found, Compute compute, List<ClassScore> classes) {
    /** Other kernels, devices and batches round otherwise; what is further away is another clip or another model. */
    static final double TOLERANCE = 1e-4;

    Explanation {
        classes = List.copyOf(classes);
    }

    /**
     * One class.
     *
     * @param label its name
     * @param said the label's score; null where the label does not show the class
     * @param now what the model gives now
     */
    record ClassScore(String label, Double said, double now) {
        /** How much more it is now, or 0 where the label does not say. */
        double difference() {
            return said == null ? 0 : now - said;
        }
    }

    /** Computes a clip anew. */
    static Explanation of(Found found, RecalledClip clip, ClipModel model) {
        float[] now = model.score(List.of(clip.clip().pixels(model.manifest().clip())))
                .get(0)
                .probabilities();
        List<String> names = model.manifest().classes();
        List<Label.Score> top = found.label().top();
        List<ClassScore> classes = new ArrayList<>();
        for (Label.Score score : top) {
            int index = names.indexOf(score.label());
            // The very weights with other names: the folder's manifest was changed by hand.
            classes.add(new ClassScore(score.label(), score.score(), index < 0 ? Double.NaN : now[index]));
        }
        IntStream.range(0, now.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -now[i]))
                .limit(top.size())
                .filter(i -> top.stream().noneMatch(score -> score.label().equals(names.get(i))))
                .forEach(i -> classes.add(new ClassScore(names.get(i), null, now[i])));
        return new Explanation(found, model.compute().orElseThrow(), classes);
    }

    /** The largest difference of any class that the label shows; not a number where the model gives none. */
    double largestDifference() {
        return classes.stream()
                .mapToDouble(score -> Math.abs(score.difference()))
                .reduce(0, Math::max);
    }

    /** Whether the model says the same. */
    boolean same() {
        return largestDifference() <= TOLERANCE;
    }
}
