package dev.rewind.model.kernels;

import ai.djl.ndarray.types.Shape;

/**
 * Three sizes, for time, height and width: of a token grid, a kernel, a stride or a padding.
 *
 * @param t along time
 * @param h along height
 * @param w along width
 */
public record Thw(int t, int h, int w) {
    public Thw {
        if (t < 0 || h < 0 || w < 0) {
            throw new IllegalArgumentException(
                    "sizes along time, height and width are never negative, but were " + t + ", " + h + ", " + w);
        }
    }

    /** How many tokens a grid of this size holds. */
    public int volume() {
        return t * h * w;
    }

    /** As the shape that DJL's convolutions take. */
    Shape shape() {
        return new Shape(t, h, w);
    }

    /** The smallest of the three. */
    public int smallest() {
        return Math.min(t, Math.min(h, w));
    }

    /** Each size halved and rounded down: the padding that keeps a kernel's grid. */
    public Thw half() {
        return new Thw(t / 2, h / 2, w / 2);
    }

    /** The size that a convolution leaves of this grid. */
    public Thw convolved(Thw kernel, Thw stride, Thw padding) {
        return new Thw(
                (t + 2 * padding.t - kernel.t) / stride.t + 1,
                (h + 2 * padding.h - kernel.h) / stride.h + 1,
                (w + 2 * padding.w - kernel.w) / stride.w + 1);
    }

    /** Each size divided by the other's, but at least 1. */
    public Thw dividedBy(Thw other) {
        return new Thw(Math.max(t / other.t, 1), Math.max(h / other.h, 1), Math.max(w / other.w, 1));
    }

    /** As people write it, such as 8x56x56. */
    @Override
    public String toString() {
        return t + "x" + h + "x" + w;
    }
}
