package dev.rewind.model;

import java.nio.file.Path;

/** A model folder cannot be served; the message names the folder, the reason and what to do. */
public final class ModelLoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelLoadException(Path directory, String problem, Throwable cause) {
        super("cannot load the model " + directory + ": " + problem, cause);
    }
}
