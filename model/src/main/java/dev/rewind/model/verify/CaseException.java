package dev.rewind.model.verify;

/** A golden case that cannot be run; the message is one line for the user. */
public final class CaseException extends RuntimeException {
    CaseException(String message) {
        super(message);
    }

    CaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
