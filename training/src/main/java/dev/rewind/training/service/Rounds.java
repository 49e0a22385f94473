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
 * @param quiet it waits until nothing has come for this long, lest it begin amid an import; at most ten times as long
 * @param freshness how many times as often a clip that no round has seen is shown as an older one of its class
 */
public record Rounds(int minClips, int newClips, Optional<Duration> every, Duration quiet, double freshness) {
    public Rounds {
        Objects.requireNonNull(every, "every");
        Objects.requireNonNull(quiet, "quiet");
        if (minClips < 2 || newClips < 1 || !(freshness > 0)) {
            throw new IllegalArgumentException("a round needs minClips of at least 2, newClips of at least 1 and a"
                    + " freshness above 0, but was given " + minClips + ", " + newClips + " and " + freshness);
        }
        if (quiet.isNegative()) {
            throw new IllegalArgumentException("the quiet before a round must not be negative, but was " + quiet);
        }
        every.filter(time -> time.isNegative() || time.isZero()).ifPresent(time -> {
            throw new IllegalArgumentException("the time between rounds must be above 0, but was " + time);
        });
    }

    /** From 50 clips on, whenever 20 are new and none came for five seconds; new ones shown twice as often. */
    public static Rounds usual() {
        return new Rounds(50, 20, Optional.empty(), Duration.ofSeconds(5), 2);
    }
}
