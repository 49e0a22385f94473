package dev.rewind.inference.serving;

import dev.rewind.model.ClipScores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Gathers the clips of all stream threads into batches for the one thread that runs the model. An idle model takes a
 * clip at once; one that was busy waits until the batch is full or its oldest clip is {@code maxWait} old, or a quarter of
 * what the last batch took. While the queue is full {@link #submit} waits, so that further frames wait on the broker and none
 * is dropped.
 */
final class Batcher implements Scorer, AutoCloseable {
    private static final int QUEUED_BATCHES = 4;
    private static final int WAIT_SHARE = 4;
    private static final long LOOK_UP_MILLIS = 100;

    private final LiveModel live;
    private final ShadowModel shadow;
    private final int maxBatch;
    private final long maxWaitNanos;
    private final BlockingQueue<Request> queue;
    private final Thread thread;
    private final LongAdder batches = new LongAdder();
    private final LongAdder clips = new LongAdder();
    private volatile boolean closed;

    /** When the last batch ended; only the model's thread looks. */
    private long idleSince = System.nanoTime();

    /** What the last batch took. */
    private long lastNanos = Long.MAX_VALUE;

    /**
     * Starts the model's thread.
     *
     * @param shadow sees each batch after its scores are out
     */
    Batcher(LiveModel live, ShadowModel shadow, int maxBatch, Duration maxWait) {
        this.live = live;
        this.shadow = shadow;
        this.maxBatch = maxBatch;
        this.maxWaitNanos = maxWait.toNanos();
        this.queue = new ArrayBlockingQueue<>(QUEUED_BATCHES * maxBatch);
        this.thread = new Thread(this::run, "rewind-model");
        thread.setDaemon(true);
        thread.start();
    }

    private record Request(QueuedClip clip, long submitted, CompletableFuture<Scores> scores) {}

    @Override
    public CompletableFuture<Scores> submit(byte[] clip) {
        QueuedClip queued = QueuedClip.of(clip, live.manifest().clip());
        Request request = new Request(queued, System.nanoTime(), new CompletableFuture<>());
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
        return new ServingLoad(queued, queued + queue.remainingCapacity(), maxBatch, batches.sum(), clips.sum());
    }

    @Override
    public boolean hasRoom() {
        return queue.remainingCapacity() > 0;
    }

    @Override
    public boolean withdraw(CompletableFuture<Scores> scores) {
        return queue.removeIf(request -> request.scores() == scores);
    }

    /** Ends the running batch, cancels the clips still queued, and returns when the model is not in use; nobody may submit. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        queue.forEach(request -> request.scores().cancel(false));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            List<Request> batch = new ArrayList<>(maxBatch);
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

    private void gather(List<Request> batch) throws InterruptedException {
        Request first = queue.take();
        batch.add(first);
        queue.drainTo(batch, maxBatch - 1);
        boolean cameWhileBusy = first.submitted() - idleSince < 0;
        while (cameWhileBusy && batch.size() < maxBatch) {
            long left = worthwhileWait() - (System.nanoTime() - first.submitted());
            Request next = queue.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
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

    private void compute(List<Request> batch) {
        long begun = System.nanoTime();
        try {
            LiveModel.Batch scored =
                    live.score(batch.stream().map(Request::clip).toList());
            long computed = System.nanoTime() - begun;
            for (int i = 0; i < batch.size(); i++) {
                Request request = batch.get(i);
                ClipScores clip = scored.rows().get(i);
                request.scores()
                        .complete(new Scores(
                                scored.model(),
                                scored.profile(),
                                scored.compute(),
                                clip,
                                millis(begun - request.submitted()),
                                millis(computed)));
            }
            batches.increment();
            clips.add(batch.size());
            if (scored.model() == live.manifest()) { // not a cheaper one in its place
                shadow.compare(scored, queue.isEmpty());
            }
        } catch (RuntimeException | Error e) {
            // The stream threads fail with it and begin again from their last commit, so that no label is lost.
            batch.forEach(request -> request.scores().completeExceptionally(e));
        }
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
