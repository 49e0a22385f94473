package dev.rewind.inference.clips;

import java.util.List;

/**
 * The decoded frames of one record of {@code frames}.
 *
 * @param epoch counts the restarts of the source
 * @param sequence of the first frame within the epoch; {@link #UNNUMBERED} when the producer does not count
 * @param periodMicros between consecutive frames; {@link #UNKNOWN} when the producer does not say
 * @param source tells producers of one stream apart; {@link #ANY_SOURCE} when that is of no concern
 * @param frames at least one, consecutive
 */
public record FrameBundle(long epoch, long sequence, long periodMicros, int source, List<Frame> frames) {
    static final long UNNUMBERED = -1;
    static final long UNKNOWN = 0;
    static final int ANY_SOURCE = 0;

    private static final long LONGEST_SPAN_MILLIS = 60_000;

    boolean numbered() {
        return sequence != UNNUMBERED;
    }

    /**
     * How long the record's frames last, in milliseconds: the next record is not due before. No more than a minute, for
     * a producer may claim anything and nobody waits for years.
     */
    public long spanMillis() {
        return Math.min(LONGEST_SPAN_MILLIS, frames.size() * periodMicros / 1000);
    }
}
