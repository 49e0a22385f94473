package dev.rewind.deploy.bench;

import dev.rewind.model.network.Backpropagation;
import dev.rewind.model.network.Backpropagation.Mode;
import picocli.CommandLine.Option;

/** How many clips the reversible walk takes at a time. */
final class SliceOption {
    @Option(
            names = "--slice",
            paramLabel = "CLIPS",
            description = "Clips that a layer takes at a time in the reversible mode: fewer take less memory (default: "
                    + Backpropagation.SLICE + ").")
    private Integer slice;

    /** What the user chose, or what training does. */
    int slice() {
        return slice == null ? Backpropagation.SLICE : slice;
    }

    /**
     * The same for one mode.
     *
     * @throws IllegalArgumentException if that mode has no slices
     */
    int slice(Mode mode) {
        if (mode == Mode.ORDINARY && slice != null) {
            throw new IllegalArgumentException(
                    "--slice " + slice + " is of the reversible mode; the ordinary one takes the whole batch at once");
        }
        return slice();
    }
}
