package dev.rewind.ingest;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts that fail, each twice as long as the one before, but for a random part: a hundred cameras behind
 * one switch must not all come back in the same second.
 */
final class Backoff {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private Duration next = SHORTEST;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** After something went well: the next pause is a short one. */
    void reset() {
        next = SHORTEST;
    }

    /** The next pause: half of what is due at least, and all of it at most. */
    Duration next() {
        long most = next.toMillis();
        next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
        return Duration.ofMillis(random.nextLong(most / 2, most + 1));
    }
}
