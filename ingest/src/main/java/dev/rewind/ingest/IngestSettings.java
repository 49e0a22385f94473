package dev.rewind.ingest;

import dev.rewind.ingest.child.DecodeMode;
import dev.rewind.ingest.child.DecoderLimits;
import dev.rewind.ingest.decode.DecodeSettings;
import dev.rewind.ingest.decode.JpegSettings;
import dev.rewind.ingest.decode.OpenSettings;
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
 * @param whenBehind what becomes of live frames that come faster than they can be sent
 * @param open how sources are opened, and what is let in
 * @param decoder what a decoder's process may take
 */
public record IngestSettings(
        Duration period,
        int shortSide,
        int framesPerRecord,
        float jpegQuality,
        boolean realTime,
        boolean loop,
        DecodeMode decode,
        WhenBehind whenBehind,
        OpenSettings open,
        DecoderLimits decoder) {
    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(10);

    public IngestSettings {
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(decode, "decode");
        Objects.requireNonNull(whenBehind, "whenBehind");
        Objects.requireNonNull(open, "open");
        Objects.requireNonNull(decoder, "decoder");
        new JpegSettings(DecodeSettings.sampled(period, shortSide), jpegQuality);
        if (period.compareTo(LONGEST_PERIOD) > 0) {
            throw new IllegalArgumentException("the time between two frames must be at most 10 s, but was " + period);
        }
        if (framesPerRecord < 1 || framesPerRecord > 64) {
            throw new IllegalArgumentException("a record takes 1 to 64 frames, but was to take " + framesPerRecord);
        }
    }

    /** The same, with the oldest live frames dropped, and sources opened as usual. */
    public IngestSettings(
            Duration period,
            int shortSide,
            int framesPerRecord,
            float jpegQuality,
            boolean realTime,
            boolean loop,
            DecodeMode decode) {
        this(
                period,
                shortSide,
                framesPerRecord,
                jpegQuality,
                realTime,
                loop,
                decode,
                WhenBehind.DROP_OLDEST,
                OpenSettings.defaults(),
                DecoderLimits.defaults());
    }

    /** The same, with sources opened so. */
    public IngestSettings opened(OpenSettings settings) {
        return new IngestSettings(
                period, shortSide, framesPerRecord, jpegQuality, realTime, loop, decode, whenBehind, settings, decoder);
    }

    /** Four frames of 128 pixels a record, 133 ms apart, played once in real time, decoded beside this process. */
    public static IngestSettings defaults() {
        return new IngestSettings(Duration.ofMillis(133), 128, 4, 0.85f, true, false, DecodeMode.CHILD);
    }

    /** How videos become pictures. */
    JpegSettings pictures() {
        return new JpegSettings(DecodeSettings.sampled(period, shortSide).opened(open), jpegQuality);
    }
}
