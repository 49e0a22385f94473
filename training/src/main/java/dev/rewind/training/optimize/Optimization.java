package dev.rewind.training.optimize;

import java.util.Objects;

/**
 * How gradients become weights.
 *
 * @param schedule the learning rate over the training
 * @param weightDecay AdamW's decay of parameters with two axes and more
 * @param clipNorm the gradients' common length is cut to this
 */
public record Optimization(CosineSchedule schedule, double weightDecay, double clipNorm) {
    public Optimization {
        Objects.requireNonNull(schedule, "schedule");
        if (!(weightDecay >= 0) || !(clipNorm > 0)) {
            throw new IllegalArgumentException("weightDecay must be at least 0 and clipNorm above 0, but were "
                    + weightDecay + " and " + clipNorm);
        }
    }
}
