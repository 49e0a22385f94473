package dev.rewind.topics;

/** A record did not reach its topic; the message is one line with the topic, key, size and cause. */
public final class SendFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SendFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
