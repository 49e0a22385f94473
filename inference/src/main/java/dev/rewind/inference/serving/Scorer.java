package dev.rewind.inference.serving;

import java.util.concurrent.CompletableFuture;

/** Scores clips, in the background and in the order they come. */
public interface Scorer {
    /**
     * Takes a clip; waits while too many are queued.
     *
     * @param clip packed RGB as the model takes it
     * @return its scores; fails with the model's own exception if its batch fails. A cancelled one may be left out.
     * @throws ServingException if no more clips are taken, or the waiting thread is interrupted
     */
    CompletableFuture<Scores> submit(byte[] clip);

    /** Whether a clip would be taken without waiting, as far as can be known. */
    default boolean hasRoom() {
        return true;
    }

    /**
     * Takes a clip back that waits in the queue, whose room is free then.
     *
     * @param scores what {@link #submit} returned
     * @return whether it was still there; otherwise its scores come
     */
    default boolean withdraw(CompletableFuture<Scores> scores) {
        return scores.cancel(false);
    }
}
