package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.kernels.Thw;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Reversible Multiscale Vision Transformer for video (Mangalam et al., CVPR 2022, arXiv 2302.04869), as in the published
 * code with average fusion before a transition and concatenation after the last layer.
 *
 * <pre>
 * x        = patch embedding + position                  [B, N, C]
 * X1 = X2  = x
 * X1, X2   = layer_i(X1, X2)             i = 0 .. depth-1, reversible blocks and stage transitions
 * logits   = head(mean over tokens of LN([X1 | X2]))     [B, classes]
 * </pre>
 *
 * The network itself holds no arrays: {@link Weights} are made from the {@linkplain #shapes() shapes} it declares, under
 * the names of the published state dict, so that a published checkpoint loads by name.
 */
public final class RevMViT {
    private static final String NORM = "norm";
    private static final String HEAD = "head.projection";

    private final RevMViTConfig config;
    private final PatchEmbedding stem;
    private final List<Layer> layers;

    public RevMViT(RevMViTConfig config) {
        this.config = config;
        this.stem = new PatchEmbedding(config);
        this.layers = config.layers().stream()
                .map(layer -> layer.transition() ? new StageTransition(layer) : new ReversibleBlock(layer))
                .toList();
    }

    public RevMViTConfig config() {
        return config;
    }

    /** Name and shape of every parameter, in the order of the published state dict. */
    public Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        stem.declare(shapes);
        layers.forEach(layer -> layer.declare(shapes));
        Ops.declareNorm(shapes, NORM, 2 * config.lastDim());
        Ops.declareLinear(shapes, HEAD, 2 * config.lastDim(), config.classes(), true);
        return shapes;
    }

    /** How many single weights the network has. */
    public long parameterCount() {
        return shapes().values().stream().mapToLong(Shape::size).sum();
    }

    /**
     * Logits of a batch of clips, before the softmax.
     *
     * @param clips [B, 3, T, H, W], normalised
     * @return [B, classes]
     */
    public NDArray forward(Weights w, Pass pass, NDArray clips) {
        return forward(w, pass, clips, (name, activation) -> {});
    }

    /**
     * The same, showing each activation to a probe on its way: {@code stem}, {@code block0.X1}, {@code block0.X2}, ...,
     * {@code final_norm}, {@code head_input}.
     */
    public NDArray forward(Weights w, Pass pass, NDArray clips, BiConsumer<String, NDArray> probe) {
        checkInput(clips.getShape());
        NDArray x = stem.forward(w, clips);
        probe.accept("stem", x);
        Streams streams = new Streams(x, x);
        for (int i = 0; i < layers.size(); i++) {
            streams = layers.get(i).forward(w, pass, streams);
            probe.accept("block" + i + ".X1", streams.x1());
            probe.accept("block" + i + ".X2", streams.x2());
        }
        NDArray normed = Ops.layerNorm(w, NORM, streams.x1().concat(streams.x2(), 2)); // [B, N, 2C]
        probe.accept("final_norm", normed);
        NDArray features = normed.mean(new int[] {1}); //                                 [B, 2C]
        probe.accept("head_input", features);
        return Ops.linear(w, HEAD, pass.dropout(config.dropout(), features));
    }

    private void checkInput(Shape shape) {
        Thw size = config.input();
        if (shape.dimension() != 5
                || shape.get(1) != 3
                || shape.get(2) != size.t()
                || shape.get(3) != size.h()
                || shape.get(4) != size.w()) {
            throw new IllegalArgumentException("the network takes clips [B, 3, " + size.t() + ", " + size.h() + ", "
                    + size.w() + "], but was given " + shape);
        }
    }
}
