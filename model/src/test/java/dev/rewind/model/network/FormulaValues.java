package dev.rewind.model.network;

import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntToDoubleFunction;

/** Weights and inputs of the full-size golden cases: every value is a formula of its name and index, so no file is needed. */
final class FormulaValues implements Weights.Values {
    @Override
    public FloatBuffer of(String name, Shape shape) {
        int hash = fnv1a(name);
        if (name.endsWith(".bias")) {
            return fill(shape, i -> 0.1 * r(hash, i));
        }
        if (shape.dimension() == 1) {
            return fill(shape, i -> 1.0 + 0.2 * r(hash, i));
        }
        if (name.startsWith("pos_embed")) {
            return fill(shape, i -> 0.5 * r(hash, i));
        }
        double scale = Math.sqrt(3.0 / (shape.size() / (double) shape.get(0)));
        return fill(shape, i -> scale * r(hash, i));
    }

    /** [B, 3, T, H, W] of the input called "input". */
    static FloatBuffer input(Shape shape) {
        int plane = Math.toIntExact(shape.get(3) * shape.get(4));
        int volume = Math.toIntExact(shape.get(2) * plane);
        int channel = fnv1a("input/c");
        int picture = fnv1a("input/p");
        int pixel = fnv1a("input");
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
