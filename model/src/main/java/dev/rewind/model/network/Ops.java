package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import java.util.Map;

/** The few operations every part is made of, by the names of their parameters. */
final class Ops {
    private static final float EPSILON = 1e-6f;

    private Ops() {}

    static void declareNorm(Map<String, Shape> shapes, String name, int dim) {
        shapes.put(name + ".weight", new Shape(dim));
        shapes.put(name + ".bias", new Shape(dim));
    }

    static void declareLinear(Map<String, Shape> shapes, String name, int in, int out, boolean bias) {
        shapes.put(name + ".weight", new Shape(out, in));
        if (bias) {
            shapes.put(name + ".bias", new Shape(out));
        }
    }

    /** [..., in] to [..., out]; without a bias where none is declared. */
    static NDArray linear(Weights w, String name, NDArray x) {
        NDArray bias = w.asMap().get(name + ".bias");
        return Linear.linear(x, w.get(name + ".weight"), bias).head();
    }

    /** Normalises the last axis. */
    static NDArray layerNorm(Weights w, String name, NDArray x) {
        NDArray gamma = w.get(name + ".weight");
        return x.getNDArrayInternal()
                .layerNorm(x, gamma.getShape(), gamma, w.get(name + ".bias"), EPSILON)
                .head();
    }

    /**
     * x times a factor. Not {@code x.mul(factor)}: DJL frees the factor's memory at once, while the graph still needs it
     * for the backward pass, which then now and then reads garbage.
     */
    static NDArray scale(NDArray x, float factor) {
        return x.mul(x.getManager().create(factor));
    }

    static NDArray gelu(NDArray x) {
        return Activation.gelu(x);
    }
}
