package dev.rewind.inference;

import java.util.concurrent.CompletableFuture;

/** Scores clips, in the background and in the order they come. */
interface Scorer {
    /**
     * Takes a clip; waits while too many are queued.
     *
     * @param clip packed RGB as the model takes it
     * @return its scores; fails with the model's own exception if its batch fails. A cancelled one may be left out.
     * @throws InferenceException if no more clips are taken, or the waiting thread is interrupted
     */
    CompletableFuture<Scores> submit(byte[] clip);

    /**
     * What the model says of one clip.
     *
     * @param probabilities of each class
     * @param queuedMillis from submission until the batch began
     * @param computedMillis the batch's time in the model
     */
    record Scores(float[] probabilities, long queuedMillis, long computedMillis) {}
}
