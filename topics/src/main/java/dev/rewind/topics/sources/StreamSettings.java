package dev.rewind.topics.sources;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Set;
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
 * @param watch true goes on with files that come later into a folder or pattern, each played once
 * @param whenBehind what becomes of live frames that come faster than they can be sent: {@code drop-oldest}, {@code
 *     drop-newest} or {@code wait}
 * @param rtspTransport what carries an RTSP camera's pictures: {@code tcp} or {@code udp}
 * @param pictureRate pictures a second of an image sequence, above 0, to 1000
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StreamSettings(
        Integer periodMillis,
        Integer shortSide,
        Integer framesPerRecord,
        Double jpegQuality,
        Boolean fast,
        Boolean loop,
        Boolean watch,
        String whenBehind,
        String rtspTransport,
        Double pictureRate) {
    private static final Set<String> POLICIES = Set.of("drop-oldest", "drop-newest", "wait");
    private static final Set<String> TRANSPORTS = Set.of("tcp", "udp");
    private static final StreamSettings NONE =
            new StreamSettings(null, null, null, null, null, null, null, null, null, null);

    /**
     * Checks the settings that are there.
     *
     * @throws IllegalArgumentException if one is out of its range, or two do not go together
     */
    public StreamSettings {
        check("periodMillis", periodMillis, "1 to 10000", ms -> ms >= 1 && ms <= 10_000);
        check("shortSide", shortSide, "even, 0 to 4320", side -> side >= 0 && side <= 4320 && side % 2 == 0);
        check("framesPerRecord", framesPerRecord, "1 to 64", frames -> frames >= 1 && frames <= 64);
        check("jpegQuality", jpegQuality, "0 to 1", quality -> quality >= 0 && quality <= 1);
        check("whenBehind", whenBehind, "drop-oldest, drop-newest or wait", POLICIES::contains);
        check("rtspTransport", rtspTransport, "tcp or udp", TRANSPORTS::contains);
        check("pictureRate", pictureRate, "above 0, to 1000", rate -> rate > 0 && rate <= 1000);
        if (Boolean.TRUE.equals(watch) && Boolean.TRUE.equals(loop)) {
            throw new IllegalArgumentException("the setting 'watch' plays each file once; take 'loop' away");
        }
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
                first(loop, others.loop),
                first(watch, others.watch),
                first(whenBehind, others.whenBehind),
                first(rtspTransport, others.rtspTransport),
                first(pictureRate, others.pictureRate));
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
