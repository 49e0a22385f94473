package dev.rewind.training;

import dev.rewind.model.Compute;
import dev.rewind.model.network.Backpropagation.Mode;
import dev.rewind.model.network.Network;
import java.util.Objects;
import java.util.Optional;

/**
 * How a step is computed.
 *
 * @param compute on what, and with which kernels
 * @param mode whether activations are kept; where it is not given, a reversible network rebuilds them
 */
public record Execution(Compute compute, Optional<Mode> mode) {
    public Execution {
        Objects.requireNonNull(compute, "compute");
        Objects.requireNonNull(mode, "mode");
    }

    /** By the fast, exact kernels, on a GPU where one can be used, as the network likes it best. */
    public static Execution usual() {
        return new Execution(Compute.exact(), Optional.empty());
    }

    /** The mode that was chosen, or the one for a network where none was. */
    Mode modeOf(Network network) {
        return mode.orElse(network.config().reversible() == null ? Mode.ORDINARY : Mode.REVERSIBLE);
    }
}
