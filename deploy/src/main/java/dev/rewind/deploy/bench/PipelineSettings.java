package dev.rewind.deploy.bench;

import dev.rewind.model.Compute;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What of the pipeline to measure, and how.
 *
 * @param model folder of the model that is saturated
 * @param compute how it is computed
 * @param threads of one of its operations
 * @param batch clips that it takes at once
 * @param standIn how long a batch takes the model that stands in for a device while latency is measured
 * @param rate clips a second that come in while latency is measured
 * @param warmUp how long everything runs before anything is measured, for Java compiles while it works
 * @param seconds of each measurement
 * @param runs of each, the median of which counts
 */
record PipelineSettings(
        Path model,
        Compute compute,
        int threads,
        int batch,
        Duration standIn,
        double rate,
        Duration warmUp,
        int seconds,
        int runs) {
    PipelineSettings {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(compute, "compute");
        require(batch >= 1, "--batch must be at least 1", batch);
        require(!standIn.isNegative() && !standIn.isZero(), "--stand-in must be above 0", standIn);
        require(rate > 0, "--rate must be above 0", rate);
        require(!warmUp.isNegative(), "--warm-up must be at least 0", warmUp);
        require(seconds >= 1, "--seconds must be at least 1", seconds);
        require(runs >= 1, "--runs must be at least 1", runs);
    }

    /** Of each measurement. */
    Duration length() {
        return Duration.ofSeconds(seconds);
    }

    private static void require(boolean valid, String rule, Object found) {
        if (!valid) {
            throw new IllegalArgumentException(rule + ", but is " + found);
        }
    }
}
