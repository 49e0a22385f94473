package dev.rewind.topics;

/** No Kafka broker answers; the message is one line with the address, the likely causes and what to do. */
public final class BrokerUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
