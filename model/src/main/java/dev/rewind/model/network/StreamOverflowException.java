package dev.rewind.model.network;

/** The streams of a reversible run have grown too large to be carried in fixed point. */
public final class StreamOverflowException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StreamOverflowException(String block, int limit) {
        super("after " + block + " a stream exceeds " + limit + ", which fixed point cannot carry safely; carry the"
                + " streams in floats, or train with a smaller learning rate if they should not have grown so");
    }
}
