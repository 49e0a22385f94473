package dev.rewind.topics.broker;

/** The embedded broker cannot start; the message is one line with the folder or port, the reason and what to do. */
public final class BrokerStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
