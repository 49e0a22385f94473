package dev.rewind.model.engine;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;

/** The PyTorch engine of this process. */
public final class Torch {
    private Torch() {}

    /** Loads libtorch if it is not loaded yet: 2 to 3 s on the first start on a machine, below 1 s later. */
    public static void start() {
        Engine.getEngine("PyTorch");
    }

    /** A manager that lives as long as the process; take sub-managers of it for everything else. */
    public static NDManager manager() {
        return Holder.MANAGER;
    }

    /** Threads that one operation may use; for the whole process. */
    public static void useThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("an operation needs at least 1 thread, but was given " + threads);
        }
        start();
        JniUtils.setNumThreads(threads);
    }

    private static final class Holder {
        private static final NDManager MANAGER = Engine.getEngine("PyTorch").newBaseManager();
    }
}
