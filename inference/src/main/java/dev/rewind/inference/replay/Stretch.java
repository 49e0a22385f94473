package dev.rewind.inference.replay;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Part of the past.
 *
 * @param from when it begins
 * @param to when it ends, not included
 * @param streams which streams of it
 */
public record Stretch(Instant from, Instant to, Predicate<String> streams) {
    public Stretch {
        Objects.requireNonNull(streams, "streams");
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a stretch begins before it ends, but was given " + from + " to " + to);
        }
    }

    boolean holds(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }
}
