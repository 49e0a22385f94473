package dev.rewind.topics.models;

/** A model is not on the log, or not whole; the message is one line with the reason and what to do. */
public final class ModelUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
