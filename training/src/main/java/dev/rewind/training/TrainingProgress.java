package dev.rewind.training;

import dev.rewind.training.checkpoint.TrainingState;
import java.time.Duration;

/**
 * How a training stands, within or after an epoch.
 *
 * @param epoch the epoch under way or just done, from 1
 * @param done share of the training that is done, in [0, 1]
 * @param loss mean over the epoch so far
 * @param accuracy share of the epoch's augmented clips whose most likely class was right
 * @param clipsPerSecond over the epoch so far
 * @param elapsed time spent on the training
 */
public record TrainingProgress(
        int epoch, double done, double loss, double accuracy, double clipsPerSecond, Duration elapsed) {
    /** After a step of which there are so many in an epoch. */
    static TrainingProgress of(TrainingState state, long stepsPerEpoch, double done) {
        TrainingState.EpochSums epoch = state.epoch();
        double clips = epoch.clips();
        return new TrainingProgress(
                Math.toIntExact((state.steps() + stepsPerEpoch - 1) / stepsPerEpoch),
                done,
                epoch.loss() / clips,
                epoch.correct() / clips,
                clips * 1e9 / state.elapsed().minus(epoch.began()).toNanos(),
                state.elapsed());
    }

    /** Time left at the present speed. */
    public Duration remaining() {
        return done <= 0 ? Duration.ZERO : Duration.ofMillis((long) (elapsed.toMillis() * (1 - done) / done));
    }
}
