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
}
