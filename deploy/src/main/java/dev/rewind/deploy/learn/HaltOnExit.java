package dev.rewind.deploy.learn;

/**
 * Makes Ctrl-C end the process at once while a network computes. A step in native code cannot be interrupted, and
 * libtorch crashes when it is unloaded under one; nothing is lost, for model folders appear whole or not at all.
 */
public final class HaltOnExit implements AutoCloseable {
    private static final int INTERRUPTED = 130;

    private final Thread hook = new Thread(() -> Runtime.getRuntime().halt(INTERRUPTED), "halt-on-exit");

    public HaltOnExit() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The network has come to rest: exits are orderly again. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
