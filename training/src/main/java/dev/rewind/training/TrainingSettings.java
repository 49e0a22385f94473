package dev.rewind.training;

import dev.rewind.training.augment.Recipe;
import dev.rewind.training.optimize.Optimization;
import java.util.Objects;

/**
 * How a network is trained. How much of it is dropped while it learns (drop path, dropout) is part of the network itself.
 *
 * @param seed decides every random choice
 * @param steps how long the training lasts and what a step takes
 * @param recipe how clips are drawn and varied
 * @param labelSmoothing share of a target that is spread over all classes
 * @param optimization how gradients become weights
 * @param execution on what a step is computed, and how it goes back
 */
public record TrainingSettings(
        long seed, Steps steps, Recipe recipe, double labelSmoothing, Optimization optimization, Execution execution) {
    public TrainingSettings {
        Objects.requireNonNull(steps, "steps");
        Objects.requireNonNull(recipe, "recipe");
        Objects.requireNonNull(optimization, "optimization");
        Objects.requireNonNull(execution, "execution");
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new IllegalArgumentException("labelSmoothing must be in [0, 1), but was " + labelSmoothing);
        }
        if (optimization.inWalk() && steps.accumulate() > 1) {
            throw new IllegalArgumentException(
                    "an optimizer in the walk frees a layer's gradients at once, and so cannot"
                            + " add up those of " + steps.accumulate()
                            + " batches; leave out --accumulate (the walk goes through"
                            + " a large batch in slices anyway), or --optimizer-in-walk");
        }
    }

    /** The same with other steps. */
    public TrainingSettings withSteps(Steps other) {
        return new TrainingSettings(seed, other, recipe, labelSmoothing, optimization, execution);
    }
}
