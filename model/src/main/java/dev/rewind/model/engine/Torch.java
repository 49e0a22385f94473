package dev.rewind.model.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PyTorch engine of this process. */
public final class Torch {
    private static final Logger LOG = LoggerFactory.getLogger(Torch.class);

    private Torch() {}

    /**
     * Loads libtorch if it is not loaded yet: 2 to 3 s on the first start on a machine, below 1 s later.
     *
     * @throws ExceptionInInitializerError caused by a {@link TorchLoadException} if that fails
     */
    public static void start() {
        LOG.trace("PyTorch {}", Loaded.ENGINE.getVersion());
    }

    /**
     * A manager of a GPU where one can be used, else of the CPU; it lives as long as the process: take sub-managers of it
     * for everything else.
     */
    public static NDManager manager() {
        return Loaded.manager(DeviceChoice.automatic());
    }

    /**
     * A manager of the chosen device, as {@link #manager()}; says once, loudly, when the machine's GPU stays idle.
     *
     * @throws DeviceException if a GPU is asked for that cannot be used
     */
    public static NDManager manager(DeviceChoice choice) {
        if (choice instanceof DeviceChoice.Automatic && !Loaded.SAID.getAndSet(true)) {
            Loaded.DEVICES.idleGpu().ifPresent(LOG::warn);
        }
        return Loaded.manager(choice);
    }

    /** What users call a device: {@code cpu} or {@code gpu:0}. */
    public static String nameOf(Device device) {
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }

    /** The loaded PyTorch, such as {@code 2.7.1}. */
    public static String version() {
        return Loaded.ENGINE.getVersion();
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
        private static final Engine ENGINE = load();
        private static final Devices DEVICES = Devices.of(ENGINE);
        private static final Map<Device, NDManager> MANAGERS = new ConcurrentHashMap<>();
        private static final AtomicBoolean SAID = new AtomicBoolean();

        static {
            silenceWarnings();
        }

        private static Engine load() {
            try {
                return Engine.getEngine("PyTorch");
            } catch (EngineException e) {
                throw new TorchLoadException(e);
            }
        }

        private static NDManager manager(DeviceChoice choice) {
            return MANAGERS.computeIfAbsent(DEVICES.chosen(choice), ENGINE::newBaseManager);
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
