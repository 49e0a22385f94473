package dev.rewind.training.checkpoint;

import java.time.Duration;
import java.util.Objects;

/**
 * Where a training stands between two steps; all else that decides how it goes on is in the optimizer's memory, or a
 * function of the seed and the step.
 *
 * @param steps steps done
 * @param elapsed time spent on them
 * @param epoch figures of the epoch under way
 */
public record TrainingState(long steps, Duration elapsed, EpochSums epoch) {
    public TrainingState {
        Objects.requireNonNull(elapsed, "elapsed");
        Objects.requireNonNull(epoch, "epoch");
    }

    /** Before the first step. */
    public static TrainingState beginning() {
        return new TrainingState(0, Duration.ZERO, EpochSums.none(Duration.ZERO));
    }

    /**
     * What an epoch adds up to so far.
     *
     * @param began time spent before it began
     * @param loss sum over its clips
     * @param correct clips whose most likely class was right
     * @param clips how many were seen
     */
    public record EpochSums(Duration began, double loss, long correct, long clips) {
        public EpochSums {
            Objects.requireNonNull(began, "began");
        }

        /** An epoch of which nothing is seen yet. */
        public static EpochSums none(Duration began) {
            return new EpochSums(began, 0, 0, 0);
        }

        /** With one step more. */
        public EpochSums plus(double stepLoss, int stepCorrect, int stepClips) {
            return new EpochSums(began, loss + stepLoss * stepClips, correct + stepCorrect, clips + stepClips);
        }
    }
}
