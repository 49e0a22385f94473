package dev.rewind.deploy.health;

import java.util.Objects;

/**
 * Where health and metrics are served.
 *
 * @param host address or name of a network interface
 * @param port TCP port; 0 takes any free one
 */
public record HealthSettings(String host, int port) {
    public static final String DEFAULT_HOST = "127.0.0.1";

    public HealthSettings {
        Objects.requireNonNull(host, "host");
        if (host.isBlank()) {
            throw new IllegalArgumentException(
                    "--health-host must name an address, but it was blank; the default is " + DEFAULT_HOST);
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("--health-port must be 0 to 65535, but is " + port);
        }
    }
}
