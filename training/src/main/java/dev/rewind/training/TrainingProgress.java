package dev.rewind.training;

import java.time.Duration;

/**
 * How a training stands after an epoch.
 *
 * @param epoch epochs done
 * @param done share of the training that is done, in [0, 1]
 * @param loss mean over the epoch
 * @param accuracy share of the epoch's augmented clips whose most likely class was right
 * @param clipsPerSecond over the epoch
 * @param elapsed since the training began
 */
public record TrainingProgress(
        int epoch, double done, double loss, double accuracy, double clipsPerSecond, Duration elapsed) {
    /** Time left at the present speed. */
    public Duration remaining() {
        return done <= 0 ? Duration.ZERO : Duration.ofMillis((long) (elapsed.toMillis() * (1 - done) / done));
    }
}
