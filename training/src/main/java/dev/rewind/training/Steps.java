package dev.rewind.training;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How long a training lasts, and what a step of it takes.
 *
 * @param epochs how often every clip is seen
 * @param batch clips of one step
 * @param limit the schedule is hurried so that the training ends by then; without one it is a function of the seed
 */
public record Steps(int epochs, int batch, Optional<Duration> limit) {
    public Steps {
        Objects.requireNonNull(limit, "limit");
        if (epochs < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "epochs and batch must be at least 1, but were " + epochs + " and " + batch);
        }
        limit.filter(time -> time.isNegative() || time.isZero()).ifPresent(time -> {
            throw new IllegalArgumentException("the time limit must be above 0, but was " + time);
        });
    }

    /** Batches that show every clip once. */
    long batchesPerEpoch(int clips) {
        return (clips + batch - 1L) / batch;
    }

    /** Steps that show every clip once. */
    long perEpoch(int clips) {
        return batchesPerEpoch(clips);
    }
}
