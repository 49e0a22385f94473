package dev.rewind.model.kernels;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Optional;

/**
 * The operations that decide a network's speed, behind one switch: {@link #plain()} composes NDArray operations and is the
 * reference, {@link #fast()} runs fused TorchScript. All are differentiable. Tokens are [B, N, C] throughout; attention
 * heads lie side by side in the channels.
 */
public sealed interface Kernels permits PlainKernels, FastKernels {
    /** The reference: ordinary NDArray operations. */
    static Kernels plain() {
        return PlainKernels.INSTANCE;
    }

    /** Fused kernels in 32 bits, loaded once in the process. */
    static Kernels fast() {
        return fast(Dtype.FP32);
    }

    /** Fused kernels, loaded once in the process. */
    static Kernels fast(Dtype dtype) {
        return FastKernels.of(dtype);
    }

    /**
     * x times a factor. Not {@code x.mul(factor)}: DJL frees the factor's memory at once, while the graph still needs it
     * for the backward pass, which then now and then reads garbage.
     */
    static NDArray scale(NDArray x, float factor) {
        return x.mul(x.getManager().create(factor));
    }

    /**
     * x WT + bias.
     *
     * @param x [..., in]
     * @param weight [out, in]
     * @param bias [out], or null for none
     * @return [..., out]
     */
    NDArray linear(NDArray x, NDArray weight, NDArray bias);

    /**
     * Layer norm over the last axis, epsilon 1e-6.
     *
     * @param x [..., d]
     * @param weight [d]
     * @param bias [d]
     */
    NDArray layerNorm(NDArray x, NDArray weight, NDArray bias);

    /**
     * GELU(x W1T + b1) W2T + b2, with the exact GELU.
     *
     * @param x [B, N, in]
     * @param w1 [hidden, in]
     * @param w2 [out, hidden]
     * @return [B, N, out]
     */
    NDArray mlp(NDArray x, NDArray w1, NDArray b1, NDArray w2, NDArray b2);

    /**
     * Queries, keys and values of the same tokens: x WT + bias for each of three weights.
     *
     * @param x [B, N, in]
     * @param weights three of [out, in]
     * @param biases three of [out], or none
     * @return three of [B, N, out]
     */
    default NDList project(NDArray x, NDList weights, NDList biases) {
        NDList parts = new NDList(weights.size());
        for (int i = 0; i < weights.size(); i++) {
            parts.add(linear(x, weights.get(i), biases.isEmpty() ? null : biases.get(i)));
        }
        return parts;
    }

    /**
     * softmax(q kT / sqrt(d)) v of each head, and the projection of all heads together.
     *
     * @param q [B, N, h*d]
     * @param k [B, M, h*d]
     * @param v [B, M, h*d]
     * @param heads how many heads lie in the channels
     * @param weight of the projection, [out, h*d]
     * @param bias of the projection, [out]
     * @return [B, N, out]
     */
    NDArray attention(NDArray q, NDArray k, NDArray v, int heads, NDArray weight, NDArray bias);

    /**
     * Depthwise 3-D convolution over the token grid, shared by all heads, padded by half its kernel.
     *
     * @param x [B, N, h*d], N tokens in the order of time, row, column
     * @param weight [d, 1, kt, kh, kw]
     * @param grid the token grid; its volume is N
     * @param stride of the convolution
     * @return [B, N', h*d], N' the volume of the pooled grid
     */
    NDArray pool(NDArray x, NDArray weight, Thw grid, Thw stride);

    /**
     * The largest value of each window of the token grid; a window is one wider than the stride along each axis that has
     * one, and padded by half the stride.
     *
     * @param x [B, N, C], N tokens in the order of time, row, column
     * @param grid the token grid; its volume is N
     * @return [B, N', C], N' the volume of the pooled grid
     */
    NDArray maxPool(NDArray x, Thw grid, Thw stride);

    /**
     * The strided convolution of the stem.
     *
     * @param clip [B, 3, T, H, W]
     * @param weight [C, 3, kt, kh, kw]
     * @param bias [C]
     * @return [B, C, t, h, w]
     */
    NDArray patches(NDArray clip, NDArray weight, NDArray bias, Thw stride, Thw padding);

    /** The written ways back that fit these kernels, for a reversible walk on a processor; none for the plain kernels. */
    Optional<WalkKernels> walk();
}
