package dev.rewind.deploy.live;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, held back until the command has shut its parts down in order. The JVM ends when its shutdown hooks return, so
 * the hook waits for {@link #close}.
 */
public final class StopSignal implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onExit, "stop-signal");

    /** Begins to listen. */
    public StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the user wants the command to end. */
    public boolean asked() {
        return asked.getCount() == 0;
    }

    /** Waits until the user wants the command to end, by Ctrl-C or by interrupting this thread. */
    public void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            asked.countDown();
        }
    }

    /** Lets the JVM end. */
    @Override
    public void close() {
        done.countDown();
        if (!asked()) {
            removeHook();
        }
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is already on its way out, and the hook has nothing left to wait for.
            asked.countDown();
        }
    }

    private void onExit() {
        asked.countDown();
        try {
            boolean inOrder = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!inOrder) {
                System.err.println("rewind: not shut down after " + PATIENCE_SECONDS + " s; leaving anyway");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
