package dev.rewind.training.service;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * When a round begins, and what it shows.
 *
 * @param minClips a round needs so many clips
 * @param newClips and so many of them, or corrections, that no round has seen
 * @param every or this long since the last round and anything new; empty to go by the count alone
 * @param freshness how many times as often a clip that no round has seen is shown as an older one of its class
 */
public record Rounds(int minClips, int newClips, Optional<Duration> every, double freshness) {
    public Rounds {
        Objects.requireNonNull(every, "every");
        if (minClips < 2 || newClips < 1 || !(freshness > 0)) {
            throw new IllegalArgumentException("a round needs minClips of at least 2, newClips of at least 1 and a"
                    + " freshness above 0, but was given " + minClips + ", " + newClips + " and " + freshness);
        }
        every.filter(time -> time.isNegative() || time.isZero()).ifPresent(time -> {
            throw new IllegalArgumentException("the time between rounds must be above 0, but was " + time);
        });
    }

    /** From 50 clips on, whenever 20 are new; new ones shown twice as often. */
    public static Rounds usual() {
        return new Rounds(50, 20, Optional.empty(), 2);
    }
}
