package dev.rewind.model.kernels;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import java.util.Optional;

/** Every operation as a composition of NDArray operations. */
final class PlainKernels implements Kernels {
    static final PlainKernels INSTANCE = new PlainKernels();

    private static final float EPSILON = 1e-6f;
    private static final Shape UNDILATED = new Shape(1, 1, 1);

    private PlainKernels() {}

    @Override
    public NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return Linear.linear(x, weight, bias).head();
    }

    @Override
    public NDArray layerNorm(NDArray x, NDArray weight, NDArray bias) {
        return x.getNDArrayInternal()
                .layerNorm(x, weight.getShape(), weight, bias, EPSILON)
                .head();
    }

    @Override
    public NDArray mlp(NDArray x, NDArray w1, NDArray b1, NDArray w2, NDArray b2) {
        return linear(Activation.gelu(linear(x, w1, b1)), w2, b2);
    }

    @Override
    public NDArray attention(NDArray q, NDArray k, NDArray v, int heads, NDArray weight, NDArray bias) {
        Shape shape = q.getShape();
        NDArray queries = Kernels.scale(split(q, heads), (float) Math.sqrt(heads / (double) shape.get(2)));
        NDArray keys = split(k, heads).transpose(0, 1, 3, 2); //                    [B, h, d, M]
        NDArray scores = queries.matMul(keys); //                                   [B, h, N, M]
        NDArray values = scores.softmax(-1).matMul(split(v, heads)); //             [B, h, N, d]
        return linear(values.transpose(0, 2, 1, 3).reshape(shape), weight, bias); // [B, N, out]
    }

    /** [B, N, h*d] to [B, h, N, d]. */
    private static NDArray split(NDArray x, int heads) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), heads, shape.get(2) / heads)
                .transpose(0, 2, 1, 3);
    }

    @Override
    public NDArray pool(NDArray x, NDArray weight, Thw grid, Thw stride) {
        Shape shape = x.getShape();
        Shape kernel = weight.getShape();
        long heads = shape.get(2) / kernel.get(0);
        NDArray volume = volume(x, grid); // [B, h*d, t, h, w]
        NDArray pooled = volume.getNDArrayInternal()
                .convolution(
                        volume,
                        weight.tile(new long[] {heads, 1, 1, 1, 1}), // [h*d, 1, kt, kh, kw]
                        null,
                        stride.shape(),
                        new Shape(kernel.get(2) / 2, kernel.get(3) / 2, kernel.get(4) / 2),
                        UNDILATED,
                        Math.toIntExact(shape.get(2)))
                .head();
        return tokens(pooled);
    }

    @Override
    public NDArray maxPool(NDArray x, Thw grid, Thw stride) {
        Shape window = new Shape(
                stride.t() > 1 ? stride.t() + 1 : 1,
                stride.h() > 1 ? stride.h() + 1 : 1,
                stride.w() > 1 ? stride.w() + 1 : 1);
        NDArray pooled = volume(x, grid)
                .getNDArrayInternal()
                .maxPool(window, stride.shape(), stride.half().shape(), false);
        return tokens(pooled);
    }

    @Override
    public NDArray patches(NDArray clip, NDArray weight, NDArray bias, Thw stride, Thw padding) {
        return clip.getNDArrayInternal()
                .convolution(clip, weight, bias, stride.shape(), padding.shape(), UNDILATED, 1)
                .head();
    }

    @Override
    public Optional<WalkKernels> walk() {
        return Optional.empty();
    }

    /**
     * [B, N, C] to [B, C, t, h, w]. Channels move second by strides alone: convolution is many times faster on this layout
     * than on a copy.
     */
    private static NDArray volume(NDArray x, Thw grid) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), grid.t(), grid.h(), grid.w(), shape.get(2))
                .transpose(0, 4, 1, 2, 3);
    }

    /** [B, C, t, h, w] to [B, N, C]. */
    private static NDArray tokens(NDArray volume) {
        Shape shape = volume.getShape();
        return volume.transpose(0, 2, 3, 4, 1).reshape(shape.get(0), -1, shape.get(1));
    }
}
