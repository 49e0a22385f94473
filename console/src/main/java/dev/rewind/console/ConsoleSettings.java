package dev.rewind.console;

import java.util.Objects;

/**
 * Where the console listens.
 *
 * @param host address or name of a network interface; only this machine can reach the default
 * @param port TCP port; 0 takes any free one
 */
public record ConsoleSettings(String host, int port) {
    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8080;

    public ConsoleSettings {
        Objects.requireNonNull(host, "host");
        if (host.isBlank()) {
            throw new IllegalArgumentException(
                    "the console needs a host to listen on, but it was blank; the default is " + DEFAULT_HOST);
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the console's port must be 0 to 65535, but was " + port);
        }
    }

    /** Port 8080, reachable from this machine only. */
    public static ConsoleSettings defaults() {
        return new ConsoleSettings(DEFAULT_HOST, DEFAULT_PORT);
    }
}
