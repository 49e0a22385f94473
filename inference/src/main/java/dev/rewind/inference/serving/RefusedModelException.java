package dev.rewind.inference.serving;

/** A model must not take over; the message is the reason that goes to {@code progress}. */
final class RefusedModelException extends RuntimeException {
    private static final String OWN = "dev.rewind.";
    private static final long serialVersionUID = 1L;

    RefusedModelException(String reason) {
        super(reason);
    }

    /** Why a model is refused that anything was thrown for; the project's own exceptions explain themselves. */
    static String reason(Throwable thrown) {
        return thrown.getClass().getName().startsWith(OWN) ? thrown.getMessage() : "cannot be served: " + thrown;
    }
}
