package dev.rewind.topics;

/** A broker answers but cannot serve the topics; the message is one line with the reason and what to do. */
public final class TopicSetupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TopicSetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
