package dev.rewind.ingest.child;

/** A decoder process that gives no more; the message goes on after the source's name. */
final class DecoderFailure extends Exception {
    private static final long serialVersionUID = 1;

    DecoderFailure(String message) {
        super(message);
    }
}
