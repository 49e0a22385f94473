package dev.rewind.model.engine;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PyTorch engine of this process. */
public final class Torch {
    private static final Logger LOG = LoggerFactory.getLogger(Torch.class);

    private Torch() {}

    /** Loads libtorch if it is not loaded yet: 2 to 3 s on the first start on a machine, below 1 s later. */
    public static void start() {
        LOG.trace("PyTorch {}", Loaded.ENGINE.getVersion());
    }

    /** A manager that lives as long as the process; take sub-managers of it for everything else. */
    public static NDManager manager() {
        return Loaded.MANAGER;
    }

    /** Threads that one operation may use; for the whole process. */
    public static void useThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("an operation needs at least 1 thread, but was given " + threads);
        }
        start();
        JniUtils.setNumThreads(threads);
    }

    private static final class Loaded {
        private static final Engine ENGINE = Engine.getEngine("PyTorch");
        private static final NDManager MANAGER = ENGINE.newBaseManager();

        static {
            silenceWarnings();
        }

        /** libtorch warns of DJL's use of an old class, past every logger; errors still come as exceptions. */
        private static void silenceWarnings() {
            Path core = Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName("c10"));
            int errorsOnly = 2;
            try {
                NativeLibrary.getInstance(core.toString())
                        .getGlobalVariableAddress("FLAGS_caffe2_log_level")
                        .setInt(0, errorsOnly);
            } catch (UnsatisfiedLinkError e) {
                LOG.debug("libtorch's warnings stay on: {}", e.getMessage());
            }
        }
    }
}
