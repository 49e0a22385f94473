package dev.rewind.ingest;

import dev.rewind.ingest.decode.JpegFrame;
import dev.rewind.ingest.decode.JpegFrames;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Reads a live video on a thread of its own, so that a cluster that is slow for a while need not make the camera wait. What
 * has no room meanwhile is dropped by a policy.
 */
final class LiveFrames implements AutoCloseable {
    /** A few seconds of most streams. */
    static final int ROOM = 32;

    /**
     * @param captured when it was read
     * @param sequence its number among all that were read, of which some were dropped
     */
    record Taken(JpegFrame frame, Instant captured, long sequence) {}

    private final JpegFrames video;
    private final WhenBehind policy;
    private final StopSignal stop;
    private final Thread reader;
    private final Deque<Taken> waiting = new ArrayDeque<>();
    private RuntimeException failure;
    private long read;
    private boolean ended;
    private boolean closed;

    /**
     * Begins to read.
     *
     * @param video stays the caller's to close, after this
     * @param stop ends reads that wait
     */
    LiveFrames(JpegFrames video, WhenBehind policy, StopSignal stop) {
        this.video = video;
        this.policy = policy;
        this.stop = stop;
        reader = new Thread(this::read, Thread.currentThread().getName() + "-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * The next frame that was not dropped; empty at the end of the video, and once the stop signal was given.
     *
     * @throws dev.rewind.ingest.decode.SourceException if the source broke off, after all that came before
     */
    synchronized Optional<Taken> next() {
        awaitChange(() -> waiting.isEmpty() && !ended);
        if (waiting.isEmpty() && failure != null) {
            throw failure;
        }
        Optional<Taken> next = Optional.ofNullable(waiting.poll());
        notifyAll();
        return next;
    }

    private void read() {
        RuntimeException problem = null;
        try {
            Optional<JpegFrame> next = nextOfVideo();
            while (next.isPresent() && add(next.get())) {
                next = nextOfVideo();
            }
        } catch (RuntimeException e) {
            problem = e;
        }
        synchronized (this) {
            failure = problem;
            ended = true;
            notifyAll();
        }
    }

    private Optional<JpegFrame> nextOfVideo() {
        return stop.isGiven() ? Optional.empty() : stop.interrupting(video::next);
    }

    /** False once nobody takes frames any more. */
    private synchronized boolean add(JpegFrame frame) {
        Taken taken = new Taken(frame, Instant.now(), read++);
        if (policy == WhenBehind.WAIT) {
            awaitChange(() -> waiting.size() == ROOM && !closed);
        } else if (waiting.size() == ROOM) {
            if (policy == WhenBehind.DROP_NEWEST) {
                return !closed;
            }
            waiting.remove();
        }
        waiting.add(taken);
        notifyAll();
        return !closed;
    }

    private synchronized void awaitChange(BooleanSupplier needed) {
        while (needed.getAsBoolean()) {
            try {
                wait();
            } catch (InterruptedException e) {
                if (Thread.currentThread() != reader) {
                    throw new IllegalStateException("only reads are interrupted", e);
                }
            }
        }
    }

    /** Ends the reading; frames that wait are forgotten. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        reader.interrupt();
        try {
            reader.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("only reads are interrupted", e);
        }
    }
}
