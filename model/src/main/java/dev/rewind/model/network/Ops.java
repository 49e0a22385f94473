package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.kernels.Kernels;
import java.util.Map;

/**
 * The operations that every part is made of, by the names of their parameters.
 *
 * @param weights where the parameters are
 * @param pass what the forward pass is run with
 */
record Ops(Weights weights, Pass pass) {
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

    static void declareMlp(Map<String, Shape> shapes, String name, int in, int hidden, int out) {
        declareLinear(shapes, name + ".fc1", in, hidden, true);
        declareLinear(shapes, name + ".fc2", hidden, out, true);
    }

    Kernels kernels() {
        return pass.kernels();
    }

    NDArray weight(String name) {
        return weights.get(name);
    }

    /** [..., in] to [..., out]; without a bias where none is declared. */
    NDArray linear(String name, NDArray x) {
        return kernels().linear(x, weight(name + ".weight"), weights.asMap().get(name + ".bias"));
    }

    /** Normalises the last axis. */
    NDArray layerNorm(String name, NDArray x) {
        return kernels().layerNorm(x, weight(name + ".weight"), weight(name + ".bias"));
    }

    /** fc2(GELU(fc1(x))), with the exact GELU: [B, N, in] to [B, N, out]. */
    NDArray mlp(String name, NDArray x) {
        return kernels()
                .mlp(
                        x,
                        weight(name + ".fc1.weight"),
                        weight(name + ".fc1.bias"),
                        weight(name + ".fc2.weight"),
                        weight(name + ".fc2.bias"));
    }
}
