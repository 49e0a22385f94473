package dev.rewind.topics.sources;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.function.Predicate;

/**
 * How a source is played, as far as somebody said so: what is null is up to the worker. Only what harms no worker can be
 * said here; where videos are decoded, and what they may cost, each worker decides for itself.
 *
 * @param periodMillis milliseconds between two sampled frames, 1 to 10000
 * @param shortSide pixels of the frames' shorter side, even, to 4320; 0 keeps the native size
 * @param framesPerRecord how many frames share a record, 1 to 64
 * @param jpegQuality 0 (smallest) to 1 (best)
 * @param fast true plays files as fast as they can be read, not in real time
 * @param loop true plays files again when they end
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StreamSettings(
        Integer periodMillis,
        Integer shortSide,
        Integer framesPerRecord,
        Double jpegQuality,
        Boolean fast,
        Boolean loop) {
    private static final StreamSettings NONE = new StreamSettings(null, null, null, null, null, null);

    /**
     * Checks the settings that are there.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public StreamSettings {
        check("periodMillis", periodMillis, "1 to 10000", ms -> ms >= 1 && ms <= 10_000);
        check("shortSide", shortSide, "even, 0 to 4320", side -> side >= 0 && side <= 4320 && side % 2 == 0);
        check("framesPerRecord", framesPerRecord, "1 to 64", frames -> frames >= 1 && frames <= 64);
        check("jpegQuality", jpegQuality, "0 to 1", quality -> quality >= 0 && quality <= 1);
    }

    /** Says nothing. */
    public static StreamSettings none() {
        return NONE;
    }

    /** These settings, and where they say nothing, the others. */
    public StreamSettings over(StreamSettings others) {
        return new StreamSettings(
                first(periodMillis, others.periodMillis),
                first(shortSide, others.shortSide),
                first(framesPerRecord, others.framesPerRecord),
                first(jpegQuality, others.jpegQuality),
                first(fast, others.fast),
                first(loop, others.loop));
    }

    private static <T> T first(T mine, T other) {
        return mine == null ? other : mine;
    }

    private static <T> void check(String name, T value, String range, Predicate<T> valid) {
        if (value != null && !valid.test(value)) {
            throw new IllegalArgumentException("the setting '" + name + "' must be " + range + ", but was " + value);
        }
    }
}
