package dev.rewind.inference;

/** Inference cannot start or go on; the message is one line with the reason and what to do. */
public final class InferenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InferenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
