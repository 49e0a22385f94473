package dev.rewind.inference.serving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Makes batches for one device, on the only thread that runs its model. An idle device takes a clip at once; one that was
 * busy waits until the batch is full or its oldest clip is {@code maxWait} old, or a quarter of what its last batch took.
 */
final class DeviceBatcher implements AutoCloseable {
    private static final int WAIT_SHARE = 4;

    private final ModelSlot slot;
    private final BlockingQueue<ScoreRequest> queue;
    private final int maxBatch;
    private final long maxWaitNanos;
    private final Consumer<ScoredBatch> shadow;
    private final Thread thread;
    private final LongAdder batches = new LongAdder();
    private final LongAdder clips = new LongAdder();
    private volatile boolean stopped;

    /** When the last batch ended; only the device's thread looks. */
    private long idleSince = System.nanoTime();

    /** What the last batch took. */
    private long lastNanos = Long.MAX_VALUE;

    /**
     * Takes nothing before it is started.
     *
     * @param queue that all devices take their clips from
     * @param shadow sees each batch of the live model after its scores are out
     */
    DeviceBatcher(
            ModelSlot slot,
            BlockingQueue<ScoreRequest> queue,
            int maxBatch,
            Duration maxWait,
            Consumer<ScoredBatch> shadow) {
        this.slot = slot;
        this.queue = queue;
        this.maxBatch = maxBatch;
        this.maxWaitNanos = maxWait.toNanos();
        this.shadow = shadow;
        this.thread = new Thread(this::run, "rewind-model-" + slot.device());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    ServingLoad.Device load() {
        return new ServingLoad.Device(slot.device(), batches.sum(), clips.sum());
    }

    /** Lets the running batch be the last one; returns at once. */
    void stop() {
        stopped = true;
        thread.interrupt();
    }

    /** Stops, and returns when the model is not in use. */
    @Override
    public void close() {
        stop();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopped) {
            List<ScoreRequest> batch = new ArrayList<>(maxBatch);
            try {
                gather(batch);
            } catch (InterruptedException e) {
                batch.forEach(request -> request.scores().cancel(false));
                continue;
            }
            batch.removeIf(request -> request.scores().isDone());
            if (!batch.isEmpty()) {
                long begun = System.nanoTime();
                compute(batch);
                idleSince = System.nanoTime();
                lastNanos = idleSince - begun;
            }
        }
    }

    private void gather(List<ScoreRequest> batch) throws InterruptedException {
        ScoreRequest first = queue.take();
        batch.add(first);
        queue.drainTo(batch, maxBatch - 1);
        boolean cameWhileBusy = first.submitted() - idleSince < 0;
        while (cameWhileBusy && batch.size() < maxBatch) {
            long left = worthwhileWait() - (System.nanoTime() - first.submitted());
            ScoreRequest next = queue.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            batch.add(next);
        }
    }

    /** More than a part of what a batch takes is better spent on computing. */
    private long worthwhileWait() {
        return Math.min(maxWaitNanos, lastNanos / WAIT_SHARE);
    }

    private void compute(List<ScoreRequest> batch) {
        long begun = System.nanoTime();
        try {
            ScoredBatch scored =
                    slot.score(batch.stream().map(ScoreRequest::clip).toList());
            long computed = System.nanoTime() - begun;
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer(scored, i, begun, computed);
            }
            batches.increment();
            clips.add(batch.size());
            if (scored.model() == slot.manifest()) { // not a cheaper one in its place
                shadow.accept(scored);
            }
        } catch (RuntimeException | Error e) {
            // The stream threads fail with it and begin again from their last commit, so that no label is lost.
            batch.forEach(request -> request.scores().completeExceptionally(e));
        }
    }
}
