package dev.rewind.inference.drift;

import java.time.Duration;
import java.util.Objects;

/**
 * How drift is watched.
 *
 * @param horizon clips of a stream after which an older one counts for little
 * @param leastClips a stream is judged from so many clips on
 * @param reportEvery how often a stream's figures go to {@code progress} at most
 * @param mostStreams streams that are watched; beyond them the one silent for longest is forgotten
 * @param labels divergence of the labels, in [0, 1], that is called drift
 * @param confidence distance of the confidences, in [0, 1], that is called drift
 * @param embedding distance of the embeddings, in deviations of the training clips, that is called drift
 */
public record DriftSettings(
        int horizon,
        int leastClips,
        Duration reportEvery,
        int mostStreams,
        double labels,
        double confidence,
        double embedding) {
    public DriftSettings {
        Objects.requireNonNull(reportEvery, "reportEvery");
        if (horizon < 1 || leastClips < 1 || mostStreams < 1) {
            throw new IllegalArgumentException("horizon, leastClips and mostStreams must be at least 1, but were "
                    + horizon + ", " + leastClips + " and " + mostStreams);
        }
        if (!(labels > 0 && confidence > 0 && embedding > 0)) {
            throw new IllegalArgumentException("what is called drift must lie above 0, but was " + labels + ", "
                    + confidence + " and " + embedding);
        }
    }

    /** Judged from 50 clips on, of which some 200 count; figures every 10 s; up to 10,000 streams. */
    public static DriftSettings defaults() {
        return new DriftSettings(200, 50, Duration.ofSeconds(10), 10_000, 0.4, 0.4, 1);
    }
}
