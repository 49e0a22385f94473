package dev.rewind.inference;

/**
 * How far the records of one partition have come in time, so that a stream counts as idle only if its frames are missing
 * and not merely waiting behind a backlog. While records come it shows their timestamps, otherwise it runs with the wall
 * clock. A producer with a fast clock cannot push it beyond the wall clock.
 */
final class PartitionClock {
    private long time;
    private long wallAtTime;

    /** Starts at a time that was shown before, in milliseconds since 1970. */
    PartitionClock(long time, long wall) {
        this.time = Math.min(time, wall);
        this.wallAtTime = wall;
    }

    /** Takes note of a record's timestamp, at a time of the wall clock. */
    void observe(long timestamp, long wall) {
        long seen = Math.min(timestamp, wall);
        if (seen > time) {
            time = seen;
            wallAtTime = wall;
        }
    }

    /** The time at a time of the wall clock. */
    long at(long wall) {
        return time + Math.max(0, wall - wallAtTime);
    }
}
