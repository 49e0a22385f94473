package dev.rewind.ingest.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

/**
 * Places frames on a time line that starts at 0 and only grows. Where a timestamp is missing, runs backwards (a camera
 * that restarted) or leaps ahead, the video goes on one frame later: a wrong clock must not flood or stall a stream.
 */
final class Timeline {
    private static final long LONGEST_GAP_US = 10_000_000;

    private final long intervalUs;
    private long offset;
    private long last = -1;

    /** @param intervalUs the usual microseconds between two frames */
    Timeline(long intervalUs) {
        this.intervalUs = intervalUs;
    }

    /** Microseconds since the first frame, of a frame whose container says {@code timestampUs}. */
    long place(long timestampUs) {
        boolean missing = timestampUs == AV_NOPTS_VALUE;
        long time = missing ? 0 : timestampUs - offset;
        if (last < 0) {
            time = 0;
        } else if (missing || time <= last || time - last > LONGEST_GAP_US) {
            time = last + intervalUs;
        }
        offset = missing ? offset : timestampUs - time;
        last = time;
        return time;
    }
}
