package dev.rewind.inference.serving;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A clip that waits for its scores.
 *
 * @param submitted when, by the clock that {@link System#nanoTime} reads
 */
record ScoreRequest(QueuedClip clip, long submitted, CompletableFuture<Scores> scores) {
    /**
     * Hands out what became of the clip.
     *
     * @param row of the batch that is the clip's
     * @param begun when the batch began
     * @param nanos from then until it was scored
     */
    void answer(ScoredBatch batch, int row, long begun, long nanos) {
        scores.complete(new Scores(
                batch.model(),
                batch.profile(),
                batch.compute(),
                batch.rows().get(row),
                TimeUnit.NANOSECONDS.toMillis(begun - submitted),
                TimeUnit.NANOSECONDS.toMillis(nanos)));
    }
}
