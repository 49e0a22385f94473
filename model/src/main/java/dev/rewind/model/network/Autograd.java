package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** The engine's vector-Jacobian product. */
final class Autograd {
    private Autograd() {}

    /** Adds the gradients of a result, weighted by an upstream gradient of its shape, to every leaf of its graph. */
    static void backward(NDArray result, NDArray upstream) {
        JniUtils.backward((PtNDArray) result, (PtNDArray) upstream, false, false);
    }

    /** The same values, in the same memory, as the beginning of a graph of its own. */
    static NDArray leaf(NDArray x) {
        NDArray leaf = x.stopGradient();
        leaf.setRequiresGradient(true);
        return leaf;
    }
}
