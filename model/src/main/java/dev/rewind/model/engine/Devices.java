package dev.rewind.model.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.cuda.CudaUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What there is to compute on.
 *
 * @param usableGpus GPUs that the loaded PyTorch can use
 * @param builtForCuda whether that PyTorch could use a GPU at all
 * @param machineHasGpu whether the machine has an NVIDIA GPU
 */
record Devices(int usableGpus, boolean builtForCuda, boolean machineHasGpu) {
    /** Files that the driver of an NVIDIA GPU brings, below the root of the file system. */
    private static final List<String> DRIVER =
            List.of("proc/driver/nvidia/version", "dev/nvidia0", "Windows/System32/nvcuda.dll");

    private static final String NO_CUDA =
            "the loaded PyTorch is built without CUDA; with internet, PYTORCH_FLAVOR=cu128"
                    + " ./rewind ... downloads the one that has it; without, set PYTORCH_LIBRARY_PATH to the lib folder of a PyTorch"
                    + " 2.7.1+cu128, PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR=cu128";
    private static final String NO_DRIVER =
            "the loaded PyTorch has CUDA, but finds no GPU; is the driver new enough for"
                    + " CUDA 12.8 (nvidia-smi shows it), and is the GPU given to this container?";

    static Devices of(Engine engine) {
        // PyTorch itself says whether one is usable; DJL can count them only where it finds libcudart.
        int usable = engine.hasCapability(StandardCapabilities.CUDA) ? Math.max(1, CudaUtils.getGpuCount()) : 0;
        Path library = Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName("torch_cuda"));
        return new Devices(usable, Files.exists(library), hasGpu(Path.of("/")));
    }

    /** Whether a machine with this file system has the driver of an NVIDIA GPU. */
    static boolean hasGpu(Path root) {
        return DRIVER.stream().anyMatch(file -> Files.exists(root.resolve(file)));
    }

    /**
     * The device that a choice comes to.
     *
     * @throws DeviceException if it is a GPU that cannot be used
     */
    Device chosen(DeviceChoice choice) {
        if (choice instanceof DeviceChoice.Gpu gpu) {
            requireUsable(gpu);
            return Device.gpu(gpu.index());
        }
        return choice instanceof DeviceChoice.Automatic && usableGpus > 0 ? Device.gpu(0) : Device.cpu();
    }

    /** What to tell a user whose machine has a GPU that stays idle; empty where all is well. */
    Optional<String> idleGpu() {
        return usableGpus > 0 || !machineHasGpu
                ? Optional.empty()
                : Optional.of("THIS MACHINE HAS A GPU, BUT ITS CPU COMPUTES, many times slower: " + cure()
                        + "; --device cpu ends this warning");
    }

    private void requireUsable(DeviceChoice.Gpu gpu) {
        if (usableGpus == 0) {
            throw new DeviceException("no GPU can be used, but " + gpu + " is asked for: "
                    + (machineHasGpu ? cure() : "this machine shows no NVIDIA driver; take --device cpu, or auto"));
        }
        if (gpu.index() >= usableGpus) {
            throw new DeviceException("there is no " + gpu + "; PyTorch can use "
                    + (usableGpus == 1 ? "gpu:0 alone" : "gpu:0 to gpu:" + (usableGpus - 1)));
        }
    }

    private String cure() {
        return builtForCuda ? NO_DRIVER : NO_CUDA;
    }
}
