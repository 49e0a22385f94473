package dev.rewind.inference.recall;

/** What a label was made of cannot be brought back; the message is one line with the reason and what to do. */
public final class RecallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecallException(String message) {
        super(message);
    }
}
