package dev.rewind.training.optimize;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How gradients become weights. What a training leaves may be a running average of the weights, which generalises better
 * than the last ones.
 *
 * @param schedule the learning rate over the training
 * @param weightDecay AdamW's decay of parameters with two axes and more
 * @param clipNorm the gradients' common length is cut to this, if at all
 * @param averageSteps the average forgets over this many steps, less at the beginning; without it there is none
 * @param inWalk whether each layer's weights are updated, and its gradients freed, as soon as these are whole, instead of
 *     all at the end
 */
public record Optimization(
        CosineSchedule schedule,
        double weightDecay,
        OptionalDouble clipNorm,
        OptionalDouble averageSteps,
        boolean inWalk) {
    public Optimization {
        Objects.requireNonNull(schedule, "schedule");
        if (!(weightDecay >= 0)) {
            throw new IllegalArgumentException("weightDecay must be at least 0, but was " + weightDecay);
        }
        if (clipNorm.isPresent() && !(clipNorm.getAsDouble() > 0)) {
            throw new IllegalArgumentException("clipNorm must be above 0, but was " + clipNorm.getAsDouble());
        }
        if (averageSteps.isPresent() && !(averageSteps.getAsDouble() >= 1)) {
            throw new IllegalArgumentException(
                    "averageSteps must be at least 1, but was " + averageSteps.getAsDouble());
        }
        if (inWalk && clipNorm.isPresent()) {
            throw new IllegalArgumentException("an optimizer in the walk updates the last layer before the others'"
                    + " gradients are known, and so cannot cut their common length to " + clipNorm.getAsDouble()
                    + "; turn clipping off (--clip-norm off), or the optimizer in the walk");
        }
    }

    /** How far the average moves towards the weights after a step, counted from 0; in (0, 1]. */
    public double averageShare(long step) {
        return 1 / Math.min(averageSteps.orElse(1), 1 + step / 10.0);
    }
}
