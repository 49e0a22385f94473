package dev.rewind.topics.models;

import java.util.Objects;

/**
 * Where on {@code model-weights} a weights file lies: chunks one after another in one partition, keyed {@code
 * version/number}.
 *
 * @param sha256 of the whole file, lower-case hexadecimal
 * @param bytes of the whole file
 * @param chunks how many records hold it
 * @param partition of them all
 * @param firstOffset where to look first; on a mirrored cluster offsets differ, and the whole partition is looked through
 */
public record WeightsPlace(String sha256, long bytes, int chunks, int partition, long firstOffset) {
    public WeightsPlace {
        Objects.requireNonNull(sha256, "sha256");
        if (bytes < 1 || chunks < 1 || partition < 0 || firstOffset < 0) {
            throw new IllegalArgumentException("weights need at least one byte and one chunk at a partition and offset"
                    + " from 0, but were " + bytes + " bytes in " + chunks + " chunks at " + partition + "/"
                    + firstOffset);
        }
    }
}
