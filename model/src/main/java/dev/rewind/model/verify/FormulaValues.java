package dev.rewind.model.verify;

import ai.djl.ndarray.types.Shape;
import dev.rewind.model.network.Weights;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntToDoubleFunction;

/** Weights and inputs as a formula of their name and index, so that a full-size case needs no file for them. */
public final class FormulaValues implements Weights.Values {
    private final String salt;

    /** Weights of the cases without a salt. */
    public FormulaValues() {
        this("");
    }

    /**
     * @param salt put before every parameter's name
     */
    public FormulaValues(String salt) {
        this.salt = salt;
    }

    @Override
    public FloatBuffer of(String name, Shape shape) {
        int hash = fnv1a(salt + name);
        if (name.endsWith(".bias")) {
            return fill(shape, i -> 0.1 * r(hash, i));
        }
        if (shape.dimension() == 1) {
            return fill(shape, i -> 1.0 + 0.2 * r(hash, i));
        }
        if (name.startsWith("pos_embed") || name.equals("cls_token")) {
            return fill(shape, i -> 0.5 * r(hash, i));
        }
        double scale = Math.sqrt(3.0 / (shape.size() / (double) shape.get(0)));
        return fill(shape, i -> scale * r(hash, i));
    }

    /** The input of that name: clips [B, 3, T, H, W] or images [B, 3, H, W]. */
    public static FloatBuffer input(String name, Shape shape) {
        int axes = shape.dimension();
        int plane = Math.toIntExact(shape.get(axes - 2) * shape.get(axes - 1));
        int volume = axes == 5 ? Math.toIntExact(shape.get(2) * plane) : plane;
        int channel = fnv1a(name + "/c");
        int picture = fnv1a(name + "/p");
        int pixel = fnv1a(name);
        return fill(
                shape,
                i -> 1.5 * r(channel, i / volume)
                        + 0.7 * r(picture, i / plane)
                        + 0.8 * Math.sin(0.011 * i)
                        + 0.6 * r(pixel, i));
    }

    private static FloatBuffer fill(Shape shape, IntToDoubleFunction formula) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) formula.applyAsDouble(i);
        }
        return FloatBuffer.wrap(values);
    }

    private static int fnv1a(String text) {
        int hash = 0x811C9DC5;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x01000193;
        }
        return hash;
    }

    /** In [-1, 1). */
    private static double r(int hash, int index) {
        int x = hash + index * 0x9E3779B1;
        x ^= x >>> 16;
        x *= 0x85EBCA6B;
        x ^= x >>> 13;
        x *= 0xC2B2AE35;
        x ^= x >>> 16;
        return Integer.toUnsignedLong(x) / 2147483648.0 - 1.0;
    }
}
