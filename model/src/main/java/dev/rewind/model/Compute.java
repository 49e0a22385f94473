package dev.rewind.model;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.engine.DeviceException;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Dtype;
import dev.rewind.model.kernels.Kernels;
import java.util.Objects;

/**
 * How a network is computed.
 *
 * @param device on what
 * @param kind with which kernels
 * @param dtype in which number format; the plain kernels, which are the reference, know {@link Dtype#FP32} alone
 */
public record Compute(DeviceChoice device, Kind kind, Dtype dtype) {
    /** The implementations of a network's operations. */
    public enum Kind {
        /** Ordinary NDArray operations: the reference. */
        PLAIN,
        /** Fused TorchScript. */
        FAST
    }

    public Compute {
        Objects.requireNonNull(device, "device");
        if (kind == Kind.PLAIN && dtype != Dtype.FP32) {
            throw new IllegalArgumentException(
                    "the plain kernels are the reference and compute in fp32 alone; take the fast ones for bf16");
        }
    }

    /** The fastest that is exact: fused kernels in 32 bits, on a GPU where one can be used. */
    public static Compute exact() {
        return new Compute(DeviceChoice.automatic(), Kind.FAST, Dtype.FP32);
    }

    /** The same on the device that the choice came to. */
    Compute on(Device chosen) {
        return new Compute(DeviceChoice.of(Torch.nameOf(chosen)), kind, dtype);
    }

    /** The kernels. */
    public Kernels kernels() {
        return kind == Kind.PLAIN ? Kernels.plain() : Kernels.fast(dtype);
    }

    /**
     * A manager of the device that lives as long as the process; take sub-managers of it.
     *
     * @throws DeviceException if the device cannot be used
     */
    public NDManager manager() {
        return Torch.manager(device);
    }
}
