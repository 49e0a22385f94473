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

    /** What suits networks that train on one machine: it forgives a learning rate that is too high. */
    public static Optimization small() {
        return new Optimization(
                new CosineSchedule(0.001, 0.05), 0.05, OptionalDouble.of(1), OptionalDouble.of(500), false);
    }

    /**
     * As Rev-MViT was trained on Kinetics, by Kinetics/REV_MVIT_B_16x4_CONV: 50 of 200 epochs of warm-up, no clipping, no
     * average; on any number of machines the rate was 1e-4 for 16 clips on each.
     *
     * @param clips of one step; the rate grows with them
     */
    public static Optimization kinetics(int clips) {
        return new Optimization(
                new CosineSchedule(1e-4 * clips / 16, 0.25),
                0.07,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                false);
    }

    /** How far the average moves towards the weights after a step, counted from 0; in (0, 1]. */
    public double averageShare(long step) {
        return 1 / Math.min(averageSteps.orElse(1), 1 + step / 10.0);
    }
}
