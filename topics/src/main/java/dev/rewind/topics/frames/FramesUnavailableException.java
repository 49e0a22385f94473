package dev.rewind.topics.frames;

/** The broker does not give its frames; the message is one line with the reason and what to do. */
public final class FramesUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FramesUnavailableException(String message) {
        super(message);
    }
}
