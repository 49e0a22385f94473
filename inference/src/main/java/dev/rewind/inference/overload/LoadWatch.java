package dev.rewind.inference.overload;

import java.util.HashMap;
import java.util.Map;

/**
 * How far behind this process is, since when, and what it left out. The stream threads tell, one for each partition; any
 * thread may ask.
 */
public final class LoadWatch {
    private final long behindAfter;
    private final Map<Integer, Long> lags = new HashMap<>();
    private final Map<String, Long> leftOut = new HashMap<>();

    private long behindSince = NEVER;
    private long worstLag;
    private long worstAt;
    private long lastLeftOut = NEVER;
    private long skippedRecords;
    private long droppedClips;
    private long stretchedClips;
    private long thinnedClips;
    private long recoveryMillis = NEVER;

    /** No time at all. */
    static final long NEVER = -1;

    public LoadWatch(OverloadSettings settings) {
        behindAfter = settings.behindAfter().toMillis();
    }

    /**
     * How it stands, in milliseconds.
     *
     * @param lagMillis of the partition that is furthest behind
     * @param behindSince since 1970; {@link #NEVER} while it is not behind
     * @param recoveryMillis it took the last time from being furthest behind until it was not behind any more; {@link
     *     #NEVER} before it was
     * @param skippedRecords that were not even decoded
     * @param droppedClips that waited for too long
     * @param stretchedClips left out for a longer stride
     * @param thinnedClips that a cheaper model labelled
     * @param leftOut records and clips of each stream that were left out
     */
    public record Standing(
            long lagMillis,
            long behindSince,
            long recoveryMillis,
            long skippedRecords,
            long droppedClips,
            long stretchedClips,
            long thinnedClips,
            Map<String, Long> leftOut) {
        public boolean isBehind() {
            return behindSince != NEVER;
        }
    }

    /** A partition's lag, at a time of the wall clock. */
    public synchronized void observe(int partition, long lagMillis, long now) {
        lags.put(partition, lagMillis);
        long lag = lag();
        boolean leavingOut = lastLeftOut != NEVER && now - lastLeftOut < behindAfter;
        if (behindSince == NEVER && (lag > behindAfter || leavingOut)) {
            behindSince = now - Math.min(lag, behindAfter);
            worstLag = NEVER;
        }
        if (behindSince != NEVER) {
            if (lag > 0 && lag >= worstLag) {
                worstLag = lag;
                worstAt = now;
            }
            // Half of it, or it would come and go all the time.
            if (lag <= behindAfter / 2 && !leavingOut) {
                recoveryMillis = now - worstAt;
                behindSince = NEVER;
            }
        }
    }

    /** A partition moves to another process. */
    public synchronized void forget(int partition) {
        lags.remove(partition);
    }

    /** Whether more comes than is done, so that something must give way. */
    public synchronized boolean isBehind() {
        return behindSince != NEVER;
    }

    synchronized void skippedRecord(String stream, long now) {
        skippedRecords++;
        leftOut(stream, now);
    }

    synchronized void droppedClip(String stream, long now) {
        droppedClips++;
        leftOut(stream, now);
    }

    synchronized void stretchedClip(String stream) {
        stretchedClips++;
        leftOut.merge(stream, 1L, Long::sum);
    }

    /** A batch was scored by the cheaper model. */
    public synchronized void thinned(int clips) {
        thinnedClips += clips;
    }

    public synchronized Standing standing() {
        return new Standing(
                lag(),
                behindSince,
                recoveryMillis,
                skippedRecords,
                droppedClips,
                stretchedClips,
                thinnedClips,
                Map.copyOf(leftOut));
    }

    private void leftOut(String stream, long now) {
        lastLeftOut = now;
        worstAt = now;
        leftOut.merge(stream, 1L, Long::sum);
    }

    private long lag() {
        return lags.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
