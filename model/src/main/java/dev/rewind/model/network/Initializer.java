package dev.rewind.model.network;

import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Random;

/**
 * The weights a network starts training from: 1 for the scales of layer norms, 0 for biases, deviation 0.02 for positions,
 * the class token and the classifier, and for all else normal with variance 1/fan-in (LeCun et al., Efficient BackProp, 1998). The
 * published code draws the latter with deviation 0.02 and biases of 0.02 at every width, which leaves the narrow layers
 * of small networks almost silent.
 */
public final class Initializer implements Weights.Values {
    private static final double SMALL = 0.02;

    private final long seed;

    /** Values are a function of the seed and the parameter's name, so that adding a layer changes no other. */
    public Initializer(long seed) {
        this.seed = seed;
    }

    @Override
    public FloatBuffer of(String name, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        if (name.endsWith(".bias")) {
            return FloatBuffer.wrap(values);
        }
        if (shape.dimension() == 1) {
            java.util.Arrays.fill(values, 1);
        } else {
            double fanIn = shape.size() / (double) shape.get(0);
            double deviation = isSmall(name) ? SMALL : 1 / Math.sqrt(fanIn);
            Random random = new Random(seed * 31 + name.hashCode());
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (deviation * random.nextGaussian());
            }
        }
        return FloatBuffer.wrap(values);
    }

    private static boolean isSmall(String name) {
        return name.startsWith("pos_embed") || name.equals("cls_token") || name.startsWith("head");
    }
}
