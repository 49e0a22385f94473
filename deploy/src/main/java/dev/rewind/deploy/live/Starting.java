package dev.rewind.deploy.live;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A part that starts on its own thread while others do; closing it waits for its start and then closes the part.
 *
 * @param <T> the part
 */
public final class Starting<T> implements AutoCloseable {
    private final CompletableFuture<T> part = new CompletableFuture<>();
    private final Consumer<T> end;

    /**
     * Begins to start the part.
     *
     * @param end closes it
     */
    public Starting(String name, Supplier<T> start, Consumer<T> end) {
        this.end = end;
        Thread thread = new Thread(() -> run(start), "start-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * The part, as soon as it has started.
     *
     * @throws CompletionException with the reason if it cannot start
     */
    public T await() {
        return part.join();
    }

    @Override
    public void close() {
        T started = part.exceptionally(failure -> null).join();
        if (started != null) {
            end.accept(started);
        }
    }

    private void run(Supplier<T> start) {
        try {
            part.complete(start.get());
        } catch (Throwable e) {
            part.completeExceptionally(e);
        }
    }
}
