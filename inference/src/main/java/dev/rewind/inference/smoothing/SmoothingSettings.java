package dev.rewind.inference.smoothing;

import java.time.Duration;
import java.util.Objects;

/**
 * How scores are smoothed over time, and from which on an action goes on.
 *
 * @param over a clip counts for 1/e of its weight after this time; zero to take each clip's scores as they are
 * @param from an action begins with a smoothed score of at least this
 * @param below and ends with one below this, which is no higher: between the two it goes on
 */
public record SmoothingSettings(Duration over, double from, double below) {
    public static final double FROM = 0.6;
    public static final double BELOW = 0.4;

    public SmoothingSettings {
        Objects.requireNonNull(over, "over");
        if (over.isNegative()) {
            throw new IllegalArgumentException("scores cannot be smoothed over " + over + "; give a time from 0 on");
        }
        if (!(below > 0 && below <= from && from <= 1)) {
            throw new IllegalArgumentException("an action must begin at a score of at most 1, and end below one above 0"
                    + " that is no higher, but these are " + from + " and " + below);
        }
    }

    /** Smoothed over a time, with the usual bounds. */
    public static SmoothingSettings over(Duration time) {
        return new SmoothingSettings(time, FROM, BELOW);
    }
}
