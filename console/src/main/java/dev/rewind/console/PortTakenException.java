package dev.rewind.console;

/** Something else already listens where the console should; the message says where and what to do. */
public final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortTakenException(ConsoleSettings settings, Throwable cause) {
        super(
                "port " + settings.port() + " on " + settings.host()
                        + " is taken: stop what listens there, or choose another port with --port (0 takes any free one)",
                cause);
    }
}
