package dev.rewind.training.service;

/** The training service cannot start or go on; the message is one line with the reason and what to do. */
public final class TrainingServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingServiceException(String message, Throwable cause) {
        super(message, cause);
    }
}
