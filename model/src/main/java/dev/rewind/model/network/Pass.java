package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.kernels.Kernels;
import java.util.SplittableRandom;

/**
 * What one forward pass is run with: kernels, and in training the source of its random masks.
 */
public final class Pass {
    private final Kernels kernels;
    private final SplittableRandom random;

    private Pass(Kernels kernels, SplittableRandom random) {
        this.kernels = kernels;
        this.random = random;
    }

    /** A pass that drops nothing. */
    public static Pass serving(Kernels kernels) {
        return new Pass(kernels, null);
    }

    /** A pass with drop path and dropout, both a function of the seed. */
    public static Pass training(Kernels kernels, long seed) {
        return new Pass(kernels, new SplittableRandom(seed));
    }

    Kernels kernels() {
        return kernels;
    }

    /** Draws the samples of one batch that skip a layer's functions; like is any array whose first axis is the batch. */
    DropPath dropPath(double rate, NDArray like) {
        return new DropPath(
                random == null || rate == 0
                        ? null
                        : mask(rate, like, new Shape(like.getShape().get(0), 1, 1)));
    }

    /** Zeroes single values with the given probability and scales up the others. */
    NDArray dropout(double rate, NDArray x) {
        return random == null || rate == 0 ? x : x.mul(mask(rate, x, x.getShape()));
    }

    private NDArray mask(double rate, NDArray like, Shape shape) {
        float[] keep = new float[Math.toIntExact(shape.size())];
        float scale = (float) (1 / (1 - rate));
        for (int i = 0; i < keep.length; i++) {
            keep[i] = random.nextDouble() < rate ? 0 : scale;
        }
        return like.getManager().create(keep, shape);
    }

    /**
     * One draw of masks; the same draw serves both functions of a layer, in the forward pass and on recompute.
     *
     * @param factors [B, 1, 1], or null where nothing is dropped
     */
    record DropPath(NDArray factors) {
        NDArray apply(NDArray x) {
            return factors == null ? x : x.mul(factors);
        }

        /** The draw for some samples of the batch. */
        DropPath of(Slice slice) {
            return factors == null ? this : new DropPath(slice.of(factors));
        }
    }
}
