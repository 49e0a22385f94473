package dev.rewind.inference.serving;

import dev.rewind.model.Compute;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The model that a process brings along: it begins the history of {@code models} where no model is live.
 *
 * @param folder as {@link dev.rewind.model.ModelFolder} writes it
 * @param named whether a person named it: then it becomes live, too, where {@code models} does not know its version
 * @param compute how models are computed, those of {@code models} as well
 */
public record ModelSource(Path folder, boolean named, Compute compute) {
    public ModelSource {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(compute, "compute");
    }
}
