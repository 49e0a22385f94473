package dev.rewind.deploy.learn;

import dev.rewind.model.Preset;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a training starts.
 *
 * @param preset the network, by name
 * @param parent the model whose weights it starts from; empty where it starts from nothing
 */
public record Start(Preset preset, Optional<Path> parent) {
    public Start {
        Objects.requireNonNull(preset, "preset");
        Objects.requireNonNull(parent, "parent");
    }

    /** For people: the parent's folder, or nothing. */
    public String parentName() {
        return parent.map(folder -> folder.toAbsolutePath().getFileName().toString())
                .orElse("nothing");
    }
}
