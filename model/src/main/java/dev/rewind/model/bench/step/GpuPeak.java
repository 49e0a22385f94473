package dev.rewind.model.bench.step;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import java.util.Optional;

/**
 * What PyTorch's allocator takes of a GPU. It gives nothing back by itself, so that what it holds after the work is the
 * most that it held; the driver says how much that is. Other programs on the same GPU spoil it.
 */
record GpuPeak(Device device) implements PeakMemory {
    /** Empty where the driver cannot be asked. */
    static Optional<PeakMemory> find(Device device) {
        return CudaUtils.hasCuda() ? Optional.of(new GpuPeak(device)) : Optional.empty();
    }

    @Override
    public long of(Runnable work) {
        JniUtils.emptyCudaCache();
        long before = used();
        work.run();
        return Math.max(0, used() - before);
    }

    @Override
    public String method() {
        return "what PyTorch's allocator has taken from the driver of the GPU";
    }

    private long used() {
        return CudaUtils.getGpuMemory(device).getUsed();
    }
}
