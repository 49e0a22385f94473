package dev.rewind.topics;

/** A record on a topic is not what the contract says; its message is the reason put on {@code dead-letters}. */
public final class UnreadableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableRecordException(String message) {
        super(message);
    }

    public UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
