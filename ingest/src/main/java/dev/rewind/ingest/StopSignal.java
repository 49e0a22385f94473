package dev.rewind.ingest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Ends a stream from another thread. It wakes pauses and interrupts reads, but never a send: an interrupted producer drops
 * records.
 */
final class StopSignal {
    private final CountDownLatch given = new CountDownLatch(1);
    private Thread reader;

    synchronized void give() {
        given.countDown();
        if (reader != null) {
            reader.interrupt();
        }
    }

    boolean isGiven() {
        return given.getCount() == 0;
    }

    /** Waits that long; true as soon as the signal is given. */
    boolean isGivenWithin(Duration time) {
        try {
            return given.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("only reads are interrupted", e);
        }
    }

    /** Runs what may wait for a source for long. */
    <T> T interrupting(Supplier<T> read) {
        synchronized (this) {
            reader = Thread.currentThread();
            if (isGiven()) {
                reader.interrupt();
            }
        }
        try {
            return read.get();
        } finally {
            synchronized (this) {
                reader = null;
                Thread.interrupted();
            }
        }
    }
}
