package dev.rewind.training.checkpoint;

/** A training cannot begin or go on because of the checkpoint that is there, or is not. */
public final class ResumeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ResumeException(String message) {
        super(message);
    }

    ResumeException(String message, Throwable cause) {
        super(message, cause);
    }
}
