package dev.rewind.ingest.child;

import dev.rewind.ingest.decode.SourceException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets so many decoder processes start at once. A worker that takes over hundreds of streams would otherwise start as many,
 * and none of them be ready in time.
 */
final class DecoderStarts {
    private final Semaphore permits;

    DecoderStarts(int atOnce) {
        permits = new Semaphore(atOnce, true);
    }

    /**
     * Starts one when it is its turn.
     *
     * @param start returns when the process is ready
     * @throws SourceException if this thread was interrupted while it waited
     */
    <T> T inTurn(Supplier<T> start) {
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException("opening was interrupted before a process to decode in could be started", e);
        }
        try {
            return start.get();
        } finally {
            permits.release();
        }
    }
}
