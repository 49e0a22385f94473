package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.network.config.NetworkConfig;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * From tokens to logits: layer norm, then the class token or the mean over tokens, then a linear classifier. With
 * {@code meanFirst} the mean of all but the class token is taken before the norm.
 */
final class Head {
    private static final String NORM = "norm";
    private static final String CLASSIFIER = "head.projection";

    private final NetworkConfig config;

    Head(NetworkConfig config) {
        this.config = config;
    }

    void declare(Map<String, Shape> shapes) {
        declareNorm(shapes);
        declareClassifier(shapes);
    }

    void declareNorm(Map<String, Shape> shapes) {
        Ops.declareNorm(shapes, NORM, config.featureDim());
    }

    void declareClassifier(Map<String, Shape> shapes) {
        Ops.declareLinear(shapes, CLASSIFIER, config.featureDim(), config.classes(), true);
    }

    /** Draws which features of a batch are dropped. */
    Pass.Mask dropout(Pass pass, NDArray batch) {
        Shape features = new Shape(batch.getShape().get(0), config.featureDim());
        return pass.dropout(config.dropout(), batch.getManager(), features);
    }

    /** [B, N, C] to [B, classes]. */
    NDArray forward(Ops ops, NDArray x, Pass.Mask drop, BiConsumer<String, NDArray> probe) {
        try (LayerMemory memory = LayerMemory.consuming(x)) {
            NDArray logits = classify(ops, drop.apply(features(ops, x, probe)));
            memory.keep(logits);
            return logits;
        }
    }

    /** [B, N, C] to [B, C]. */
    NDArray features(Ops ops, NDArray x, BiConsumer<String, NDArray> probe) {
        NDArray normed = ops.layerNorm(NORM, config.meanFirst() ? meanOfPatches(x) : x);
        probe.accept("final_norm", normed);
        NDArray features = config.meanFirst() ? normed : feature(normed);
        probe.accept("head_input", features);
        return features;
    }

    /** [B, C] to [B, classes]. */
    NDArray classify(Ops ops, NDArray features) {
        return ops.linear(CLASSIFIER, features);
    }

    /** The way back of classify, written out: from [B, classes] to [B, C]. */
    NDArray classifyBack(Gradients gradients, NDArray features, NDArray dLogits) {
        gradients.get(CLASSIFIER + ".weight").addi(dLogits.transpose().matMul(features));
        gradients.get(CLASSIFIER + ".bias").addi(dLogits.sum(new int[] {0}));
        return dLogits.matMul(gradients.weights().get(CLASSIFIER + ".weight"));
    }

    private NDArray feature(NDArray normed) {
        return config.classToken() ? normed.get(":, 0") : normed.mean(new int[] {1});
    }

    private NDArray meanOfPatches(NDArray x) {
        return (config.classToken() ? x.get(":, 1:") : x).mean(new int[] {1});
    }
}
