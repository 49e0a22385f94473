package dev.rewind.training.store;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Which groups are held out. A group's hash decides its side for ever, so that no later round trains on what an earlier
 * one was measured with.
 *
 * @param share of the groups that is held out, in (0, 1)
 */
public record HeldOut(double share) {
    public HeldOut {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "the share held out must lie between 0 and 1, but was " + share + "; a fifth is usual");
        }
    }

    /** Whether the clips of a group are held out. */
    public boolean holds(String group) {
        CRC32 hash = new CRC32();
        hash.update(group.getBytes(StandardCharsets.UTF_8));
        return hash.getValue() < share * (1L << 32);
    }
}
