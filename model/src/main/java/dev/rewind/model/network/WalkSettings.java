package dev.rewind.model.network;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * How a reversible walk is made.
 *
 * @param slice samples of the batch that a layer takes at a time: what one layer needs for a moment grows with it, not with
 *     the batch. Empty for as many as are fastest: one where ways back are written out, on a processor; else 4
 * @param format how runs carry their streams
 */
public record WalkSettings(OptionalInt slice, StreamFormat format) {
    /** The fastest, in floats. */
    public static final WalkSettings DEFAULT = new WalkSettings(OptionalInt.empty(), StreamFormat.FLOAT);

    public WalkSettings {
        Objects.requireNonNull(format, "format");
        if (slice.isPresent() && slice.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "a layer takes at least one sample at a time, but slice was " + slice.getAsInt());
        }
    }
}
