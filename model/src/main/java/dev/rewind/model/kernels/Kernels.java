package dev.rewind.model.kernels;

import ai.djl.ndarray.NDArray;

/**
 * The operations that decide a network's speed, behind one switch: {@link #plain()} composes NDArray operations and is the
 * reference, {@link #fast()} runs fused TorchScript. Both are differentiable.
 */
public sealed interface Kernels permits PlainKernels, FastKernels {
    /** The reference: ordinary NDArray operations. */
    static Kernels plain() {
        return PlainKernels.INSTANCE;
    }

    /** Fused kernels, loaded once in the process. */
    static Kernels fast() {
        return FastKernels.instance();
    }

    /**
     * softmax(q kT / sqrt(d)) v.
     *
     * @param q [B, h, N, d]
     * @param k [B, h, M, d]
     * @param v [B, h, M, d]
     * @return [B, h, N, d]
     */
    NDArray attention(NDArray q, NDArray k, NDArray v);

    /**
     * Depthwise 3-D convolution over the token grid, shared by all heads, padded by half its kernel.
     *
     * @param x [B, h, N, d], N tokens in the order of time, row, column
     * @param weight [d, 1, kt, kh, kw]
     * @param grid the token grid; its volume is N
     * @param stride of the convolution
     * @return [B, h, N', d], N' the volume of the pooled grid
     */
    NDArray pool(NDArray x, NDArray weight, Thw grid, Thw stride);
}
