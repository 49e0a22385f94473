package dev.rewind.model.checkpoint;

import java.nio.file.Path;

/** A weights file is not what it should be; the message names the file and what is wrong with it. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CheckpointException(Path file, String problem) {
        // What a hostile file says of itself must not steer a terminal.
        super("cannot read the weights " + file + ": " + problem.replaceAll("\\p{C}", "?"));
    }
}
