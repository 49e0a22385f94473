package dev.rewind.deploy.options;

import dev.rewind.model.network.StreamFormat;
import dev.rewind.model.network.WalkSettings;
import dev.rewind.model.network.WalkSettings.Ways;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** How the reversible mode walks back. */
public final class WalkOptions {
    @Option(
            names = "--slice",
            paramLabel = "CLIPS",
            description =
                    "Clips that a layer takes at a time in the reversible mode: fewer take less memory (default: as"
                            + " many as are fastest).")
    private Integer slice;

    @Option(
            names = "--streams",
            paramLabel = "FORMAT",
            description = "How that mode carries its streams: float, or fixed, which rebuilds every input to the bit"
                    + " (default: float).")
    private StreamFormat streams;

    /** What the user chose; null for as many as are fastest. */
    public Integer slice() {
        return slice;
    }

    /** What the user chose. */
    public StreamFormat streams() {
        return streams == null ? StreamFormat.FLOAT : streams;
    }

    /**
     * Both.
     *
     * @throws IllegalArgumentException if there is no such walk
     */
    WalkSettings settings() {
        return new WalkSettings(slice == null ? OptionalInt.empty() : OptionalInt.of(slice), streams(), Ways.FASTEST);
    }

    /**
     * Refuses what the ordinary mode knows nothing of.
     *
     * @throws IllegalArgumentException if there is any such thing
     */
    public void refuseInOrdinaryMode() {
        if (slice != null || streams != null) {
            throw new IllegalArgumentException(
                    "--slice and --streams are of the reversible mode; the ordinary one takes the whole batch at once, in"
                            + " floats");
        }
    }
}
