package dev.rewind.ingest.fleet;

import dev.rewind.topics.ProcessName;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * What one worker of the fleet is like.
 *
 * @param name what {@code progress} calls it
 * @param silence how long nothing may be heard of it until its streams go to others
 * @param credentials for the sources that ask for some
 * @param reserved streams that it must leave alone, since its process plays them already
 */
public record WorkerSettings(String name, Duration silence, SourceCredentials credentials, Set<String> reserved) {
    /** What brokers allow, unless they were told otherwise. */
    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(6);

    private static final Duration USUAL_SILENCE = Duration.ofSeconds(10);

    public WorkerSettings {
        Objects.requireNonNull(credentials, "credentials");
        reserved = Set.copyOf(reserved);
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException(
                    "a worker's name has 1 to 100 characters that are not all blank, but was '" + name + "'");
        }
        if (silence.compareTo(SHORTEST_SILENCE) < 0) {
            throw new IllegalArgumentException("brokers take no worker for dead within less than "
                    + SHORTEST_SILENCE.toSeconds() + " s, but it was to be " + silence.toMillis() + " ms");
        }
    }

    /** A worker that is named after its machine and process, and taken for dead after ten seconds. */
    public static WorkerSettings defaults() {
        return new WorkerSettings(ProcessName.here(), USUAL_SILENCE, SourceCredentials.none(), Set.of());
    }

    /** The same with another name. */
    public WorkerSettings named(String other) {
        return new WorkerSettings(other, silence, credentials, reserved);
    }

    /** The same with credentials. */
    public WorkerSettings with(SourceCredentials others) {
        return new WorkerSettings(name, silence, others, reserved);
    }

    /** The same, leaving alone these streams, which its process plays anyway. */
    public WorkerSettings without(Set<String> streams) {
        return new WorkerSettings(name, silence, credentials, streams);
    }
}
