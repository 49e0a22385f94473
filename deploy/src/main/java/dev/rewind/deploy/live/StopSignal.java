package dev.rewind.deploy.live;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ctrl-C, held back until the command has shut its parts down in order. The JVM ends when its shutdown hooks return, so
 * the hook waits for {@link #close}.
 */
public final class StopSignal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onExit, "stop-signal");

    /** Begins to listen. */
    public StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the user wants the command to end. */
    public boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Waits while there is something to wait for, and until the user wants the command to end. */
    public void awaitWhile(BooleanSupplier goingOn) {
        try {
            while (goingOn.getAsBoolean() && !asked.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {}
        } catch (InterruptedException e) {
            asked.countDown();
        }
    }

    /** Lets the JVM end. */
    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is on its way out, and the hook has nothing left to wait for.
            asked.countDown();
        }
    }

    private void onExit() {
        System.err.println("rewind: stopping");
        asked.countDown();
        try {
            boolean inOrder = done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!inOrder) {
                System.err.println("rewind: not shut down within " + PATIENCE.toSeconds() + " s; leaving anyway");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
