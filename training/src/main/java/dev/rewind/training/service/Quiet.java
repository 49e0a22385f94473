package dev.rewind.training.service;

import java.time.Duration;

/** Tells when the clips that come have come to rest, or have come for too long to wait any further. */
final class Quiet {
    private static final int LONGEST = 10;

    private final long nanos;
    private long began;
    private long last;

    /** @param wanted without a clip */
    Quiet(Duration wanted) {
        this.nanos = wanted.toNanos();
    }

    /** Begins to wait, at a time of {@link System#nanoTime}. */
    void begin(long now) {
        began = now;
        last = now;
    }

    /** Something came. */
    void disturb(long now) {
        last = now;
    }

    /** Whether to wait no longer. */
    boolean isOver(long now) {
        return now - last >= nanos || now - began >= LONGEST * nanos;
    }
}
