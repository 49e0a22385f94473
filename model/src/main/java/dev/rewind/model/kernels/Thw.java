package dev.rewind.model.kernels;

/**
 * Three sizes, for time, height and width: of a token grid, a kernel or a stride.
 *
 * @param t along time
 * @param h along height
 * @param w along width
 */
public record Thw(int t, int h, int w) {
    public Thw {
        if (t < 1 || h < 1 || w < 1) {
            throw new IllegalArgumentException(
                    "sizes along time, height and width start at 1, but were " + t + ", " + h + ", " + w);
        }
    }

    /** How many tokens a grid of this size holds. */
    public int volume() {
        return t * h * w;
    }

    /** The size that a convolution with padding kernel/2 leaves of this grid. */
    public Thw convolved(Thw kernel, Thw stride) {
        return new Thw(
                (t + 2 * (kernel.t / 2) - kernel.t) / stride.t + 1,
                (h + 2 * (kernel.h / 2) - kernel.h) / stride.h + 1,
                (w + 2 * (kernel.w / 2) - kernel.w) / stride.w + 1);
    }

    /** Each size divided by the other's, but at least 1. */
    public Thw dividedBy(Thw other) {
        return new Thw(Math.max(t / other.t, 1), Math.max(h / other.h, 1), Math.max(w / other.w, 1));
    }
}
