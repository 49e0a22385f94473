package dev.rewind.inference;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * How clips are cut, batched and labelled.
 *
 * @param applicationId processes of one id share the work; it names their consumer group and their state on the broker
 * @param streamThreads threads that decode frames and cut clips
 * @param maxBatch clips the model takes at once
 * @param maxWait how long a clip waits at most for its batch to fill while the model is busy
 * @param stride frames between the beginnings of consecutive clips; {@link #HALF_A_CLIP} for half the model's frames
 * @param topK classes of each label
 * @param flushAfter how long a stream is silent until a clip too short for the model is labelled as it is
 * @param stateDirectory one for each process
 */
public record InferenceSettings(
        String applicationId,
        int streamThreads,
        int maxBatch,
        Duration maxWait,
        int stride,
        int topK,
        Duration flushAfter,
        Path stateDirectory) {
    public static final int HALF_A_CLIP = 0;

    public InferenceSettings {
        Objects.requireNonNull(stateDirectory, "stateDirectory");
        require(
                applicationId != null && applicationId.matches("[A-Za-z0-9._-]{1,100}"),
                "applicationId must be 1 to 100 letters, digits, dots, dashes or underscores",
                applicationId);
        require(streamThreads >= 1, "streamThreads must be at least 1", streamThreads);
        require(maxBatch >= 1, "maxBatch must be at least 1", maxBatch);
        require(!maxWait.isNegative(), "maxWait must not be negative", maxWait);
        require(stride >= 0, "stride must be at least 1, or 0 for half a clip", stride);
        require(topK >= 1, "topK must be at least 1", topK);
        require(flushAfter.toMillis() >= 1, "flushAfter must be at least 1 ms", flushAfter);
    }

    /** The settings for ordinary use: half a core's worth of decoding, batches of 16, top 3, silence of 2 s. */
    public static InferenceSettings defaults(Path stateDirectory) {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new InferenceSettings(
                "rewind-inference",
                threads,
                16,
                Duration.ofMillis(20),
                HALF_A_CLIP,
                3,
                Duration.ofSeconds(2),
                stateDirectory);
    }

    /** The stride in frames for a model that takes clips of the given length. */
    int strideFor(int clipFrames) {
        return stride == HALF_A_CLIP ? Math.max(1, clipFrames / 2) : stride;
    }

    private static void require(boolean valid, String rule, Object found) {
        if (!valid) {
            throw new IllegalArgumentException(rule + ", but is " + found);
        }
    }
}
