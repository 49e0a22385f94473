package dev.rewind.training;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How long a training lasts, and what a step of it takes.
 *
 * @param epochs how often every clip is seen
 * @param batch clips that are computed together
 * @param accumulate batches of one step, whose gradients add up: as one batch so many times as large, for the memory of one
 * @param limit the schedule is hurried so that the training ends by then; without one it is a function of the seed
 */
public record Steps(int epochs, int batch, int accumulate, Optional<Duration> limit) {
    public Steps {
        Objects.requireNonNull(limit, "limit");
        if (epochs < 1 || batch < 1 || accumulate < 1) {
            throw new IllegalArgumentException("epochs, batch and accumulate must be at least 1, but were " + epochs
                    + ", " + batch + " and " + accumulate);
        }
        limit.filter(time -> time.isNegative() || time.isZero()).ifPresent(time -> {
            throw new IllegalArgumentException("the time limit must be above 0, but was " + time);
        });
    }

    /**
     * What one step takes.
     *
     * @param first number of its first batch, counted from the training's beginning
     * @param batches how many it takes
     * @param clips of them all; fewer in an epoch's last step
     */
    record Size(long first, int batches, int clips) {}

    /** Batches that show every clip once. */
    long batchesPerEpoch(int clips) {
        return ceil(clips, batch);
    }

    /** Steps that show every clip once. */
    long perEpoch(int clips) {
        return ceil(batchesPerEpoch(clips), accumulate);
    }

    /** What a step takes of so many clips. */
    Size size(long step, int clips) {
        long before = step % perEpoch(clips) * accumulate; // batches of its epoch
        long first = step / perEpoch(clips) * batchesPerEpoch(clips) + before;
        long left = clips - before * batch;
        return new Size(first, (int) Math.min(accumulate, batchesPerEpoch(clips) - before), (int)
                Math.min((long) accumulate * batch, left));
    }

    private static long ceil(long count, long each) {
        return (count + each - 1) / each;
    }
}
