package dev.rewind.model.kernels;

import ai.djl.ndarray.NDArray;

/** The operations that DJL lacks, as TorchScript; the others as in {@link PlainKernels}. */
final class FastKernels implements Kernels {
    private static final TorchScript SCRIPT = TorchScript.load(FastKernels.class, "attention");

    private static final FastKernels FP32 = new FastKernels(Dtype.FP32);
    private static final FastKernels BF16 = new FastKernels(Dtype.BF16);

    private final Dtype dtype;

    private FastKernels(Dtype dtype) {
        this.dtype = dtype;
    }

    static FastKernels of(Dtype dtype) {
        return dtype == Dtype.FP32 ? FP32 : BF16;
    }

    @Override
    public NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return PlainKernels.INSTANCE.linear(x, weight, bias);
    }

    @Override
    public NDArray layerNorm(NDArray x, NDArray weight, NDArray bias) {
        return PlainKernels.INSTANCE.layerNorm(x, weight, bias);
    }

    @Override
    public NDArray mlp(NDArray x, NDArray w1, NDArray b1, NDArray w2, NDArray b2) {
        return PlainKernels.INSTANCE.mlp(x, w1, b1, w2, b2);
    }

    @Override
    public NDArray attention(NDArray q, NDArray k, NDArray v) {
        return SCRIPT.call("attention", q, k, v).head();
    }

    @Override
    public NDArray pool(NDArray x, NDArray weight, Thw grid, Thw stride) {
        return PlainKernels.INSTANCE.pool(x, weight, grid, stride);
    }

    @Override
    public NDArray maxPool(NDArray x, Thw grid, Thw stride) {
        return PlainKernels.INSTANCE.maxPool(x, grid, stride);
    }

    @Override
    public NDArray patches(NDArray clip, NDArray weight, NDArray bias, Thw stride, Thw padding) {
        return PlainKernels.INSTANCE.patches(clip, weight, bias, stride, padding);
    }
}
