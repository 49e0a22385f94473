package dev.rewind.ingest.decode;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a video is turned into frames.
 *
 * @param period time between two frames: at each multiple of it, the frame on screen then; empty gives every frame
 * @param shortSide pixels of the frames' shorter side, the longer one in proportion and even; 0 keeps the native size
 * @param timeout the longest wait for an address to answer or a live source to send something
 * @param open how the video is opened
 */
public record DecodeSettings(Optional<Duration> period, int shortSide, Duration timeout, OpenSettings open) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(1);

    public DecodeSettings {
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(open, "open");
        if (period.isPresent() && period.get().compareTo(SHORTEST_PERIOD) < 0) {
            throw new IllegalArgumentException(
                    "the time between two frames must be at least 1 ms, but was " + period.get());
        }
        if (shortSide < 0 || shortSide % 2 != 0 || shortSide > 4320) {
            throw new IllegalArgumentException(
                    "the short side of frames must be even, and 0 (native) to 4320 pixels, but was " + shortSide);
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the time to wait for a source must be positive, but was " + timeout);
        }
    }

    /** The same, with sources opened as usual. */
    public DecodeSettings(Optional<Duration> period, int shortSide, Duration timeout) {
        this(period, shortSide, timeout, OpenSettings.defaults());
    }

    /** Every frame at its native size. */
    public static DecodeSettings everyFrame() {
        return new DecodeSettings(Optional.empty(), 0, DEFAULT_TIMEOUT);
    }

    /** Frames at multiples of {@code period}, scaled to {@code shortSide}. */
    public static DecodeSettings sampled(Duration period, int shortSide) {
        return new DecodeSettings(Optional.of(period), shortSide, DEFAULT_TIMEOUT);
    }

    /** The same, with sources opened so. */
    public DecodeSettings opened(OpenSettings settings) {
        return new DecodeSettings(period, shortSide, timeout, settings);
    }
}
