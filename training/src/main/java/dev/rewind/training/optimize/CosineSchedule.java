package dev.rewind.training.optimize;

/**
 * A learning rate that rises linearly and then falls along half a cosine.
 *
 * @param peak the highest rate; it begins and ends at a hundredth of it
 * @param warmup share of the training in which it rises, in [0, 1)
 */
public record CosineSchedule(double peak, double warmup) {
    private static final double END_SHARE = 0.01;

    public CosineSchedule {
        if (!(peak > 0) || !(warmup >= 0 && warmup < 1)) {
            throw new IllegalArgumentException("a schedule needs a peak above 0 and a warm-up in [0, 1), but was given "
                    + peak + " and " + warmup);
        }
    }

    /** The rate when this share of the training, in [0, 1], is done. */
    public double at(double done) {
        if (done < warmup) {
            return peak * (END_SHARE + (1 - END_SHARE) * done / warmup);
        }
        double falling = (Math.min(done, 1) - warmup) / (1 - warmup);
        return peak * (END_SHARE + (1 - END_SHARE) * (1 + Math.cos(Math.PI * falling)) / 2);
    }
}
