package dev.rewind.inference.serving;

import dev.rewind.topics.ProcessName;
import java.time.Duration;

/**
 * How batches are made, and what a model must keep to that takes over while they are.
 *
 * @param instance this process among all, in its reports on {@code progress}
 * @param maxBatch clips the model takes at once
 * @param maxWait how long a clip waits at most for its batch to fill while the model is busy
 * @param maxSlowdown how many times as long as the live model another one may take for a clip
 */
public record ServingSettings(String instance, int maxBatch, Duration maxWait, double maxSlowdown) {
    public ServingSettings {
        require(
                instance != null && instance.matches("[A-Za-z0-9._@-]{1,200}"),
                "instance must be 1 to 200 letters, digits, dots, dashes, underscores or @",
                instance);
        require(maxBatch >= 1, "maxBatch must be at least 1", maxBatch);
        require(!maxWait.isNegative(), "maxWait must not be negative", maxWait);
        require(maxSlowdown > 0, "maxSlowdown must be above 0", maxSlowdown);
    }

    /** The settings for ordinary use: batches of 16, models at most three times as slow, an instance of this process. */
    public static ServingSettings defaults(String applicationId) {
        return new ServingSettings(applicationId + "@" + ProcessName.here(), 16, Duration.ofMillis(20), 3);
    }

    private static void require(boolean valid, String rule, Object found) {
        if (!valid) {
            throw new IllegalArgumentException(rule + ", but is " + found);
        }
    }
}
