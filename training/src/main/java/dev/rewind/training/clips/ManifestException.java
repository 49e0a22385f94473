package dev.rewind.training.clips;

import java.nio.file.Path;

/** A manifest of clips is not what it should be; the message names the file, the line and what to do. */
public final class ManifestException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ManifestException(Path file, String problem) {
        super("the manifest " + file + ": " + problem);
    }
}
