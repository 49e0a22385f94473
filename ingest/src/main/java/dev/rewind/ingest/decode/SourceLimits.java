package dev.rewind.ingest.decode;

import java.time.Duration;
import java.util.Locale;

/**
 * What a video may be: a few hundred bytes can declare pictures that take gigabytes, or play for years.
 *
 * @param fileBytes of a file, also of one on a web server that says how long it is
 * @param duration of what has an end
 * @param frameRate frames a second
 * @param pixels of a picture: width times height
 */
public record SourceLimits(long fileBytes, Duration duration, double frameRate, long pixels) {
    /** Above it, time stamps that lie close together are no sign of a flood yet. */
    private static final int FRAMES_TO_JUDGE_BY = 1000;

    public SourceLimits {
        if (fileBytes < 1 || duration.isNegative() || duration.isZero() || !(frameRate > 0) || pixels < 1) {
            throw new IllegalArgumentException("the limits of a video must be positive, but were " + fileBytes
                    + " bytes, " + duration + ", " + frameRate + " frames a second and " + pixels + " pixels");
        }
    }

    /** 256 GiB, two days, 1000 frames a second, pictures of 7680x4320. */
    public static SourceLimits defaults() {
        return new SourceLimits(256L << 30, Duration.ofHours(48), 1000, 7680L * 4320);
    }

    void requireFileBytes(String name, long bytes) {
        if (bytes > fileBytes) {
            throw new SourceException(name + " has " + bytes + " bytes, more than the " + fileBytes
                    + " allowed; cut it into parts, or raise --max-file-size");
        }
    }

    void requirePixels(String name, int width, int height) {
        long found = (long) width * height;
        if (found > pixels) {
            throw new SourceException(name + " has pictures of " + width + "x" + height + ", " + found
                    + " pixels, more than the " + pixels + " allowed; scale the video down, or raise --max-pixels");
        }
    }

    void requireDuration(String name, long micros) {
        if (micros / 1000 > duration.toMillis()) {
            throw new SourceException(String.format(
                    Locale.ROOT,
                    "%s lasts %.1f s, longer than the %.1f s allowed; cut it into parts, or raise --max-duration",
                    name,
                    micros / 1e6,
                    duration.toMillis() / 1e3));
        }
    }

    void requireRate(String name, double rate) {
        if (rate > frameRate) {
            throw new SourceException(String.format(
                    Locale.ROOT,
                    "%s has %.1f frames a second, more than the %.1f allowed; convert it, or raise --max-frame-rate",
                    name,
                    rate,
                    frameRate));
        }
    }

    /** Holds what was decoded, rather than declared, to the rate. */
    void requireRate(String name, long frames, long micros) {
        if (frames > FRAMES_TO_JUDGE_BY && micros > 0) {
            requireRate(name, (frames - FRAMES_TO_JUDGE_BY) * 1e6 / micros);
        }
    }
}
