package dev.rewind.topics.sources;

/** A source cannot be changed as wanted; the message is one line with the reason and what to do. */
public final class SourceChangeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SourceChangeException(String message) {
        super(message);
    }
}
