package dev.rewind.inference;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a process belongs to the group of those that share the streams.
 *
 * @param instance its name in the group. A named process keeps its partitions while it restarts, and nobody else is
 *     interrupted for it; one without a name gives them up when it ends and joins as a new one. Empty for no name
 * @param session how long it may be silent until the others take its partitions over
 */
public record Membership(Optional<String> instance, Duration session) {
    /** The shortest a broker accepts unless told otherwise: a killed process is replaced after as long. */
    private static final Duration SHORTEST = Duration.ofSeconds(6);

    /** Enough to start again: a JVM, PyTorch and a model. */
    private static final Duration A_RESTART = Duration.ofSeconds(30);

    public Membership {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(session, "session");
        instance.ifPresent(name -> require(
                name.matches("[A-Za-z0-9._-]{1,200}"),
                "the instance must be 1 to 200 letters, digits, dots, dashes or underscores",
                name));
        require(session.toMillis() >= 1, "the session must be at least 1 ms", session);
    }

    /** Comes and goes. */
    public static Membership anonymous() {
        return new Membership(Optional.empty(), SHORTEST);
    }

    /** Is expected back. */
    public static Membership named(String instance) {
        return new Membership(Optional.of(instance), A_RESTART);
    }

    private static void require(boolean valid, String rule, Object found) {
        if (!valid) {
            throw new IllegalArgumentException(rule + ", but is " + found);
        }
    }
}
