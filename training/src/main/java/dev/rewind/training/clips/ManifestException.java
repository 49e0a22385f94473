package dev.rewind.training.clips;

import java.nio.file.Path;

/** A manifest of clips is not what it should be; the message names the file, the line and what to do. */
public final class ManifestException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ManifestException(Path file, String problem) {
        this(file, problem, null);
    }

    ManifestException(Path file, String problem, Throwable cause) {
        super("the manifest " + file + ": " + problem, cause);
    }
}
