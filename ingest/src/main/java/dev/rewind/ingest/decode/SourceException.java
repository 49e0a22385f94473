package dev.rewind.ingest.decode;

/** A source that gives no video: the message is one line that says what is wrong, where, and what to do next. */
public final class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SourceException(String message) {
        super(message);
    }

    public SourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
