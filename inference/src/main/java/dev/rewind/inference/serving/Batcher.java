package dev.rewind.inference.serving;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The clips of all stream threads, in one queue in the order they come, and a {@link DeviceBatcher} for each device, which
 * takes its batches from there. While the queue is full {@link #submit} waits, so that further frames wait on the broker and
 * none is dropped.
 */
final class Batcher implements Scorer, AutoCloseable {
    private static final int QUEUED_BATCHES = 4; // for each device
    private static final long LOOK_UP_MILLIS = 100;

    private final LiveModel live;
    private final int maxBatch;
    private final BlockingQueue<ScoreRequest> queue;
    private final List<DeviceBatcher> devices;
    private volatile boolean closed;

    /**
     * Starts the threads of the devices.
     *
     * @param shadow sees each batch of the first device after its scores are out
     */
    Batcher(LiveModel live, ShadowModel shadow, int maxBatch, Duration maxWait) {
        this.live = live;
        this.maxBatch = maxBatch;
        this.queue = new ArrayBlockingQueue<>(
                QUEUED_BATCHES * maxBatch * live.slots().size());
        this.devices = live.slots().stream()
                .map(slot -> new DeviceBatcher(slot, queue, maxBatch, maxWait, batch -> {
                    if (slot == live.first()) {
                        shadow.compare(batch, queue.isEmpty());
                    }
                }))
                .toList();
        devices.forEach(DeviceBatcher::start);
    }

    @Override
    public CompletableFuture<Scores> submit(byte[] clip) {
        QueuedClip queued = QueuedClip.of(clip, live.manifest().clip());
        ScoreRequest request = new ScoreRequest(queued, System.nanoTime(), new CompletableFuture<>());
        try {
            do {
                if (closed) {
                    throw new ServingException("inference is shutting down and takes no more clips", null);
                }
            } while (!queue.offer(request, LOOK_UP_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServingException("interrupted while a clip waited for the model", e);
        }
        return request.scores();
    }

    ServingLoad load() {
        int queued = queue.size();
        return new ServingLoad(
                queued,
                queued + queue.remainingCapacity(),
                maxBatch,
                devices.stream().map(DeviceBatcher::load).toList());
    }

    @Override
    public boolean hasRoom() {
        return queue.remainingCapacity() > 0;
    }

    @Override
    public boolean withdraw(CompletableFuture<Scores> scores) {
        return queue.removeIf(request -> request.scores() == scores);
    }

    /** Ends the running batches, cancels the clips still queued, and returns when no model is in use; nobody may submit. */
    @Override
    public void close() {
        closed = true;
        devices.forEach(DeviceBatcher::stop); // all, before any is waited for
        devices.forEach(DeviceBatcher::close);
        queue.forEach(request -> request.scores().cancel(false));
    }
}
