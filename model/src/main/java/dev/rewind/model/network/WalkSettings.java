package dev.rewind.model.network;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * How a reversible walk is made.
 *
 * @param slice samples of the batch that a layer takes at a time: what one layer needs for a moment grows with it, not with
 *     the batch. Empty for as many as are fastest
 * @param format how runs carry their streams
 * @param ways how the functions of layers are walked back
 */
public record WalkSettings(OptionalInt slice, StreamFormat format, Ways ways) {
    /** The fastest, in floats. */
    public static final WalkSettings DEFAULT = new WalkSettings(OptionalInt.empty(), StreamFormat.FLOAT, Ways.FASTEST);

    /** How functions are walked back. */
    public enum Ways {
        /** Written out on a processor where a sample is large enough to keep it busy; by graphs elsewhere. */
        FASTEST,
        /** Written out, a sample at a time; by graphs where nothing is: on a GPU, and with the plain kernels. */
        WRITTEN,
        /** Each by a graph of its own: the reference. */
        GRAPHS
    }

    public WalkSettings {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(ways, "ways");
        if (slice.isPresent() && slice.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "a layer takes at least one sample at a time, but slice was " + slice.getAsInt());
        }
    }
}
