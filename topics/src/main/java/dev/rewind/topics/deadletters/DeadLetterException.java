package dev.rewind.topics.deadletters;

/** A record cannot be put back; the message is one line with the letter, the reason and what to do. */
public final class DeadLetterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadLetterException(String message, Throwable cause) {
        super(message, cause);
    }
}
