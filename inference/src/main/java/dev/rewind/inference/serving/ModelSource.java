package dev.rewind.inference.serving;

import dev.rewind.model.Compute;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The model that a process brings along: it begins the history of {@code models} where no model is live.
 *
 * @param folder as {@link dev.rewind.model.ModelFolder} writes it
 * @param named whether a person named it: then it becomes live, too, where {@code models} does not know its version
 * @param computes how models are computed, those of {@code models} as well: one for each device, at least one
 */
public record ModelSource(Path folder, boolean named, List<Compute> computes) {
    public ModelSource {
        Objects.requireNonNull(folder, "folder");
        computes = List.copyOf(computes);
        if (computes.isEmpty()) {
            throw new IllegalArgumentException("a model needs at least one device");
        }
    }

    /** A model for one device. */
    public ModelSource(Path folder, boolean named, Compute compute) {
        this(folder, named, List.of(compute));
    }

    /** How the first device computes. */
    Compute first() {
        return computes.get(0);
    }

    /** How the devices after the first compute. */
    List<Compute> further() {
        return computes.subList(1, computes.size());
    }
}
