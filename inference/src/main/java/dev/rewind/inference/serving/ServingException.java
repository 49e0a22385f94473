package dev.rewind.inference.serving;

/** No model can serve, or no more clips are taken; the message is one line with the reason and what to do. */
public final class ServingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServingException(String message, Throwable cause) {
        super(message, cause);
    }
}
