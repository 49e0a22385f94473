package dev.rewind.ingest;

import dev.rewind.ingest.child.DecodeMode;
import dev.rewind.ingest.decode.DecodeSettings;
import dev.rewind.ingest.decode.JpegSettings;
import java.time.Duration;
import java.util.Objects;

/**
 * How sources become records of the {@code frames} topic.
 *
 * @param period time between two sampled frames
 * @param shortSide pixels of the frames' shorter side, even; 0 keeps the native size
 * @param framesPerRecord how many frames share a record; more cost the broker less and the viewer more delay
 * @param jpegQuality 0 (smallest) to 1 (best)
 * @param realTime true plays files as fast as a camera would have, false as fast as they decode
 * @param loop true plays files again when they end
 * @param decode where videos are decoded
 */
public record IngestSettings(
        Duration period,
        int shortSide,
        int framesPerRecord,
        float jpegQuality,
        boolean realTime,
        boolean loop,
        DecodeMode decode) {
    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(10);

    public IngestSettings {
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(decode, "decode");
        new JpegSettings(DecodeSettings.sampled(period, shortSide), jpegQuality);
        if (period.compareTo(LONGEST_PERIOD) > 0) {
            throw new IllegalArgumentException("the time between two frames must be at most 10 s, but was " + period);
        }
        if (framesPerRecord < 1 || framesPerRecord > 64) {
            throw new IllegalArgumentException("a record takes 1 to 64 frames, but was to take " + framesPerRecord);
        }
    }

    /** Four frames of 128 pixels a record, 133 ms apart, played once in real time, decoded beside this process. */
    public static IngestSettings defaults() {
        return new IngestSettings(Duration.ofMillis(133), 128, 4, 0.85f, true, false, DecodeMode.CHILD);
    }

    /** How videos become pictures. */
    JpegSettings pictures() {
        return new JpegSettings(DecodeSettings.sampled(period, shortSide), jpegQuality);
    }
}
