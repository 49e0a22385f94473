package dev.rewind.model.engine;

/** A device that was asked for cannot be used; the message says why, and what cures it. */
public final class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeviceException(String message) {
        super(message);
    }
}
