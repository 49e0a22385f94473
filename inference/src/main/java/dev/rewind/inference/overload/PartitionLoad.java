package dev.rewind.inference.overload;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How far behind one partition is, and what of it gives way. For the thread that has the partition. Records lie there in
 * one row: how old the newest one is that was read tells how far behind all of them are, even if the clock of one producer
 * is slow.
 */
public final class PartitionLoad {
    private static final long DRY_AFTER_MILLIS = 1_000;
    private static final int MOST_STRETCHED = 4;

    private final LoadWatch watch;
    private final OverloadSettings settings;
    private final int partition;
    private final long enoughForClips;
    private final Set<Integer> skipped = new HashSet<>();
    private final Map<String, Integer> cuts = new HashMap<>();

    private long newest;
    private long lastRead;
    private int stretched;
    private long lastStretched;
    private long lagWhenStretched;

    /**
     * @param clip how long a clip lasts: where records are skipped, those in between must be enough for some
     */
    public PartitionLoad(LoadWatch watch, OverloadSettings settings, int partition, Duration clip) {
        this.watch = watch;
        this.settings = settings;
        this.partition = partition;
        this.enoughForClips = 2 * clip.toMillis();
    }

    /** Takes note of a record's timestamp when it is read, both in milliseconds since 1970. */
    public void read(long timestamp, long now) {
        newest = Math.max(newest, Math.min(timestamp, now));
        lastRead = now;
        watch.observe(partition, now - newest, now);
    }

    /**
     * Looks at the partition while nothing is read from it.
     *
     * @param oldestWait how long its oldest clip has waited for its label
     */
    public void look(long oldestWait, long now) {
        boolean dry = now - lastRead >= DRY_AFTER_MILLIS;
        watch.observe(partition, Math.max(oldestWait, dry ? 0 : lastRead - newest), now);
        if (settings.policy() == OverloadPolicy.STRETCH
                && now - lastStretched >= settings.behindAfter().toMillis()) {
            stretch(now);
        }
    }

    /**
     * Whether a record is passed over undecoded. It is in long stretches, until what is read is fresh again: frames of
     * which every other one is missing make no clip.
     */
    public boolean skips(String stream, long now) {
        if (!drops()) {
            return false;
        }
        long lag = now - newest;
        int priority = priority(stream);
        if (lag > limitMillis(stream) + enoughForClips) {
            skipped.add(priority);
        } else if (lag < settings.behindAfter().toMillis() / 4) {
            skipped.clear();
        }
        boolean skips = skipped.contains(priority);
        if (skips) {
            watch.skippedRecord(stream, now);
        }
        return skips;
    }

    /** Whether a clip that was cut just now is left out for a longer stride. */
    public boolean stretches(String stream) {
        if (stretched == 0) {
            return false;
        }
        boolean leftOut = cuts.merge(stream, 1, Integer::sum) % (1 << stretched) != 0;
        if (leftOut) {
            watch.stretchedClip(stream);
        }
        return leftOut;
    }

    /** Whether waiting clips give way to newer ones. */
    public boolean drops() {
        return settings.policy() == OverloadPolicy.DROP_OLDEST;
    }

    /** How long a clip of a stream may wait, in milliseconds. */
    public long limitMillis(String stream) {
        return settings.limitMillis(stream);
    }

    /** Which of two streams gives way first: the one with the lower number. */
    public int priority(String stream) {
        return settings.priorities().of(stream);
    }

    /** Counts a clip that gave way. */
    public void dropped(String stream, long now) {
        watch.droppedClip(stream, now);
    }

    /** The partition moves to another process. */
    public void close() {
        watch.forget(partition);
    }

    /** Twice the stride while it is not enough yet, half of it when it was. */
    private void stretch(long now) {
        long lag = watch.standing().lagMillis();
        if (watch.isBehind()) {
            stretched = lag >= lagWhenStretched ? Math.min(MOST_STRETCHED, stretched + 1) : stretched;
            lagWhenStretched = lag;
        } else {
            stretched = Math.max(0, stretched - 1);
            lagWhenStretched = 0;
        }
        if (stretched == 0) {
            cuts.clear();
        }
        lastStretched = now;
    }
}
