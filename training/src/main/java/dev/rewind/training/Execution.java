package dev.rewind.training;

import dev.rewind.model.Compute;
import dev.rewind.model.network.Backpropagation;
import dev.rewind.model.network.Backpropagation.Mode;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.WalkSettings;
import dev.rewind.model.network.config.NetworkConfig;
import java.util.Objects;
import java.util.Optional;

/**
 * How a step is computed.
 *
 * @param compute on what, and with which kernels
 * @param mode whether activations are kept; where it is not given, a reversible network rebuilds them
 * @param walk how it rebuilds them; the default in the ordinary mode
 */
public record Execution(Compute compute, Optional<Mode> mode, WalkSettings walk) {
    public Execution {
        Objects.requireNonNull(compute, "compute");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(walk, "walk");
    }

    /** By the fast, exact kernels, on a GPU where one can be used, as the network likes it best. */
    public static Execution usual() {
        return new Execution(Compute.exact(), Optional.empty(), WalkSettings.DEFAULT);
    }

    /** The mode that was chosen, or the one for a network where none was. */
    Mode modeOf(NetworkConfig network) {
        return mode.orElse(Backpropagation.usual(network));
    }

    /**
     * The way back through a network.
     *
     * @throws IllegalArgumentException if it cannot go it, or is to walk back otherwise but does not walk back at all
     */
    Backpropagation backpropagation(Network network) {
        if (modeOf(network.config()) == Mode.REVERSIBLE) {
            return Backpropagation.reversible(network, walk);
        }
        if (!walk.equals(WalkSettings.DEFAULT)) {
            throw new IllegalArgumentException(
                    "slices and fixed streams are of the reversible mode; the ordinary one takes"
                            + " the whole batch at once, in floats: leave out --slice and --streams, or train a reversible network");
        }
        return Backpropagation.ordinary(network);
    }
}
