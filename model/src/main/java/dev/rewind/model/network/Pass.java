package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.kernels.Kernels;
import java.util.Arrays;
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

    /** Draws the samples of a batch, the first axis of like, that skip a layer's functions; the others are scaled up: [B, 1, 1]. */
    Mask dropPath(double rate, NDArray like) {
        return mask(rate, like.getManager(), new Shape(like.getShape().get(0), 1, 1));
    }

    /** Draws single values of [B, C] that become zero; the others are scaled up. */
    Mask dropout(double rate, NDManager manager, Shape shape) {
        return mask(rate, manager, shape);
    }

    private Mask mask(double rate, NDManager manager, Shape shape) {
        if (random == null || rate == 0) {
            return Mask.NONE;
        }
        float[] factors = new float[Math.toIntExact(shape.size())];
        float scale = (float) (1 / (1 - rate));
        for (int i = 0; i < factors.length; i++) {
            factors[i] = random.nextDouble() < rate ? 0 : scale;
        }
        return new Mask(factors, manager.create(factors, shape));
    }

    /**
     * One draw, which serves the forward pass and every recomputation.
     *
     * @param values row by row; null where nothing is dropped
     * @param factors the same as an array whose first axis is the batch
     */
    record Mask(float[] values, NDArray factors) {
        static final Mask NONE = new Mask(null, null);

        NDArray apply(NDArray x) {
            return factors == null ? x : x.mul(factors);
        }

        /** Of one sample of a mask that has one factor for each. */
        float factor(int sample) {
            return values == null ? 1 : values[sample];
        }

        /** The draw for some samples of the batch. */
        Mask of(Slice slice) {
            if (factors == null) {
                return this;
            }
            int row = values.length / Math.toIntExact(factors.getShape().get(0));
            return new Mask(
                    Arrays.copyOfRange(values, (int) slice.from() * row, (int) slice.to() * row), slice.of(factors));
        }
    }
}
