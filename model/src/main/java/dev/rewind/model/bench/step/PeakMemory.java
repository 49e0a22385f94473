package dev.rewind.model.bench.step;

import ai.djl.Device;
import java.util.Optional;

/** How much memory something takes at its peak, above what was taken before it began. */
sealed interface PeakMemory permits ResidentPeak, GpuPeak {
    /**
     * Does some work.
     *
     * @return bytes
     */
    long of(Runnable work);

    /** What is looked at, in words. */
    String method();

    /** A measure of what computations on the device take; empty where this machine offers none. */
    static Optional<PeakMemory> on(Device device) {
        return device.isGpu() ? GpuPeak.find(device) : ResidentPeak.find();
    }
}
