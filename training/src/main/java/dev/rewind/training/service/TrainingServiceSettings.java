package dev.rewind.training.service;

import dev.rewind.training.TrainingSettings;
import java.nio.file.Path;
import java.util.Objects;

/**
 * When and how the training service trains.
 *
 * @param parent folder of the model that every round starts from
 * @param workDirectory where clips and the model in training are kept; all of it can be made again from the topic
 * @param minClips a round needs so many clips
 * @param newClips and so many of them, or corrections, that no round has seen
 * @param heldOut share of the groups, in (0, 1), whose clips are never trained on but measure the candidate
 * @param maxClips clips beyond these are refused
 * @param maxBytes clips that would make all of them larger than this are refused
 * @param training how a round trains
 */
public record TrainingServiceSettings(
        Path parent,
        Path workDirectory,
        int minClips,
        int newClips,
        double heldOut,
        int maxClips,
        long maxBytes,
        TrainingSettings training) {
    public TrainingServiceSettings {
        Objects.requireNonNull(parent, "parent");
        Objects.requireNonNull(workDirectory, "workDirectory");
        Objects.requireNonNull(training, "training");
        if (minClips < 2 || newClips < 1 || maxClips < minClips || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "a round needs minClips of at least 2 and newClips of at least 1, and the"
                            + " store maxClips of at least minClips and maxBytes of at least 1, but were " + minClips
                            + ", "
                            + newClips + ", " + maxClips + " and " + maxBytes);
        }
        if (!(heldOut > 0 && heldOut < 1)) {
            throw new IllegalArgumentException("heldOut must lie between 0 and 1, but was " + heldOut);
        }
    }

    /** Rounds from 50 clips on, whenever 20 are new; a fifth held out; at most 20,000 clips and 4 GiB. */
    public static TrainingServiceSettings of(Path parent, Path workDirectory, TrainingSettings training) {
        return new TrainingServiceSettings(parent, workDirectory, 50, 20, 0.2, 20_000, 4L << 30, training);
    }
}
