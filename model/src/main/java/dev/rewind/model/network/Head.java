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
        Ops.declareNorm(shapes, NORM, config.featureDim());
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
            NDArray normed = ops.layerNorm(NORM, config.meanFirst() ? meanOfPatches(x) : x);
            probe.accept("final_norm", normed);
            NDArray features = config.meanFirst() ? normed : feature(normed); // [B, C]
            probe.accept("head_input", features);
            NDArray logits = ops.linear(CLASSIFIER, drop.apply(features));
            memory.keep(logits);
            return logits;
        }
    }

    private NDArray feature(NDArray normed) {
        return config.classToken() ? normed.get(":, 0") : normed.mean(new int[] {1});
    }

    private NDArray meanOfPatches(NDArray x) {
        return (config.classToken() ? x.get(":, 1:") : x).mean(new int[] {1});
    }
}
