package dev.rewind.model.engine;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Turns the recording of gradients on or off for the calling thread, and back on closing. libtorch keeps this per thread
 * and records by default, so serving threads must turn it off themselves.
 */
public final class GradMode implements AutoCloseable {
    private final boolean before;

    private GradMode(boolean enabled) {
        Torch.start();
        this.before = JniUtils.isGradMode();
        JniUtils.setGradMode(enabled);
    }

    /** Operations of this thread record a graph until the mode is closed. */
    public static GradMode on() {
        return new GradMode(true);
    }

    /** Operations of this thread record nothing until the mode is closed. */
    public static GradMode off() {
        return new GradMode(false);
    }

    /** Whether operations of this thread record a graph. */
    public static boolean recording() {
        return JniUtils.isGradMode();
    }

    @Override
    public void close() {
        JniUtils.setGradMode(before);
    }
}
