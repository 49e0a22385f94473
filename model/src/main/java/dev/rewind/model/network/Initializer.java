package dev.rewind.model.network;

import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Random;

/**
 * The weights a network starts training from, as the published code draws them: normal with deviation 0.02 for
 * projections, convolutions and position embeddings, 1 for the scales of layer norms, 0.02 for every bias.
 */
public final class Initializer implements Weights.Values {
    private static final float DEVIATION = 0.02f;
    private static final float BIAS = 0.02f;

    private final long seed;

    /** Values are a function of the seed and the parameter's name, so that adding a layer changes no other. */
    public Initializer(long seed) {
        this.seed = seed;
    }

    @Override
    public FloatBuffer of(String name, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        if (name.endsWith(".bias")) {
            java.util.Arrays.fill(values, BIAS);
        } else if (shape.dimension() == 1) {
            java.util.Arrays.fill(values, 1);
        } else {
            Random random = new Random(seed * 31 + name.hashCode());
            for (int i = 0; i < values.length; i++) {
                values[i] = DEVIATION * (float) random.nextGaussian();
            }
        }
        return FloatBuffer.wrap(values);
    }
}
