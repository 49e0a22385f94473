package dev.rewind.model.network.config;

import dev.rewind.model.kernels.Thw;
import java.util.Objects;

/**
 * How the stem cuts its input into tokens: one convolution.
 *
 * @param kernel of the convolution
 * @param stride of the convolution
 * @param padding on either side
 * @param image whether the network takes images, by a 2-D convolution without a time axis
 */
public record Patch(Thw kernel, Thw stride, Thw padding, boolean image) {
    public Patch {
        Objects.requireNonNull(padding, "padding");
        Check.that(
                kernel.smallest() >= 1 && stride.smallest() >= 1,
                "a patch's kernel and stride start at 1, but were " + kernel + " and " + stride);
        Check.that(
                !image || (kernel.t() == 1 && stride.t() == 1 && padding.t() == 0),
                "an image patch has no time: give kernel and stride 1 and padding 0 along it, not " + kernel.t() + ", "
                        + stride.t() + " and " + padding.t());
    }

    /** Overlapping patches of clips, padded by half their kernel. */
    public static Patch clip(Thw kernel, Thw stride) {
        return new Patch(kernel, stride, kernel.half(), false);
    }

    /** Overlapping patches of images, padded by half their kernel. */
    public static Patch image(int kernel, int stride) {
        Thw size = new Thw(1, kernel, kernel);
        return new Patch(size, new Thw(1, stride, stride), size.half(), true);
    }

    /** Patches of images that lie side by side, as in ViT. */
    public static Patch tiles(int side) {
        Thw size = new Thw(1, side, side);
        return new Patch(size, size, new Thw(0, 0, 0), true);
    }
}
