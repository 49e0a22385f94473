package dev.rewind.model.kernels;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Every operation as a composition of NDArray operations. */
final class PlainKernels implements Kernels {
    static final PlainKernels INSTANCE = new PlainKernels();

    private PlainKernels() {}

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
        // Channels move second by strides alone: convolution is many times faster on this layout than on a copy.
        NDArray volume =
                x.reshape(heads, grid.t(), grid.h(), grid.w(), d).transpose(0, 4, 1, 2, 3); // [B*h, d, t, h, w]
        NDArray pooled = volume.getNDArrayInternal()
                .convolution(
                        volume,
                        weight,
                        null,
                        new Shape(stride.t(), stride.h(), stride.w()),
                        new Shape(kernel.get(2) / 2, kernel.get(3) / 2, kernel.get(4) / 2),
                        new Shape(1, 1, 1),
                        Math.toIntExact(d))
                .head();
        return pooled.transpose(0, 2, 3, 4, 1).reshape(shape.get(0), shape.get(1), -1, d);
    }
}
