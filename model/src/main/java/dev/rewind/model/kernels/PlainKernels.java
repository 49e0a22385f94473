package dev.rewind.model.kernels;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;

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
    public NDArray attention(NDArray q, NDArray k, NDArray v) {
        // An array, for DJL frees the memory of a plain number while the graph still needs it.
        NDArray scale = q.getManager()
                .create((float) (1 / Math.sqrt((double) q.getShape().get(3))));
        NDArray scores = q.mul(scale).matMul(k.transpose(0, 1, 3, 2)); // [B, h, N, M]
        return scores.softmax(-1).matMul(v);
    }

    @Override
    public NDArray pool(NDArray x, NDArray weight, Thw grid, Thw stride) {
        Shape shape = x.getShape();
        long heads = shape.get(0) * shape.get(1);
        long d = shape.get(3);
        Shape kernel = weight.getShape();
        NDArray volume = volume(x.reshape(heads, shape.get(2), d), grid); // [B*h, d, t, h, w]
        NDArray pooled = volume.getNDArrayInternal()
                .convolution(
                        volume,
                        weight,
                        null,
                        stride.shape(),
                        new Shape(kernel.get(2) / 2, kernel.get(3) / 2, kernel.get(4) / 2),
                        UNDILATED,
                        Math.toIntExact(d))
                .head();
        return pooled.transpose(0, 2, 3, 4, 1).reshape(shape.get(0), shape.get(1), -1, d);
    }

    @Override
    public NDArray maxPool(NDArray x, Thw grid, Thw stride) {
        Shape shape = x.getShape();
        Shape window = new Shape(
                stride.t() > 1 ? stride.t() + 1 : 1,
                stride.h() > 1 ? stride.h() + 1 : 1,
                stride.w() > 1 ? stride.w() + 1 : 1);
        NDArray pooled = volume(x, grid)
                .getNDArrayInternal()
                .maxPool(window, stride.shape(), stride.half().shape(), false);
        return pooled.transpose(0, 2, 3, 4, 1).reshape(shape.get(0), -1, shape.get(2));
    }

    @Override
    public NDArray patches(NDArray clip, NDArray weight, NDArray bias, Thw stride, Thw padding) {
        return clip.getNDArrayInternal()
                .convolution(clip, weight, bias, stride.shape(), padding.shape(), UNDILATED, 1)
                .head();
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
}
