package dev.rewind.training.watch;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a candidate labels live clips beside the live model before it takes over.
 *
 * @param clips after so many; 0 to take over at once
 * @param longest after this time with fewer, for streams may stand still
 * @param silence after this time when no inference reports that it has loaded the candidate: nothing serves then
 * @param slowest a candidate that takes so many times as long as the live model is refused
 */
public record ShadowSettings(int clips, Duration longest, Duration silence, double slowest) {
    public ShadowSettings {
        Objects.requireNonNull(longest, "longest");
        Objects.requireNonNull(silence, "silence");
        if (clips < 0 || longest.isNegative() || silence.isNegative() || !(slowest > 0)) {
            throw new IllegalArgumentException("a shadow time has 0 clips or more, times that are not negative and a"
                    + " slowness above 0, but was given " + clips + ", " + longest + ", " + silence + " and "
                    + slowest);
        }
    }

    /** 200 clips, at most a quarter of an hour; two minutes when nothing serves; at most twice as slow. */
    public static ShadowSettings usual() {
        return new ShadowSettings(200, Duration.ofMinutes(15), Duration.ofMinutes(2), 2);
    }
}
