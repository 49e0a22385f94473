package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.config.NetworkConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A vision transformer as a function of its weights. It holds no arrays: {@link Weights} are made from the
 * {@linkplain #shapes() shapes} it declares, under the names of the published state dict, so that a published checkpoint
 * loads by name.
 */
public abstract sealed class Network permits RevMViT, MViT {
    private final NetworkConfig config;
    private final Stem stem;
    private final Head head;

    Network(NetworkConfig config) {
        this.config = config;
        this.stem = new Stem(config);
        this.head = new Head(config);
    }

    /** The network of a configuration. */
    public static Network of(NetworkConfig config) {
        return config.reversible() != null ? new RevMViT(config) : new MViT(config);
    }

    public final NetworkConfig config() {
        return config;
    }

    /** Name and shape of every parameter, in the order of the published state dict. */
    public final Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        stem.declare(shapes);
        declareBackbone(shapes);
        head.declare(shapes);
        return shapes;
    }

    /** How many single weights the network has. */
    public final long parameterCount() {
        return shapes().values().stream().mapToLong(Shape::size).sum();
    }

    /**
     * Logits of a batch, before the softmax.
     *
     * @param input [B, 3, T, H, W], normalised; images may come as [B, 3, H, W]
     * @return [B, classes]
     */
    public final NDArray forward(Weights w, Pass pass, NDArray input) {
        return forward(w, pass, input, (name, activation) -> {});
    }

    /**
     * The same, showing each activation to a probe on its way: {@code stem}, the layers', {@code final_norm},
     * {@code head_input}. A reversible layer shows {@code block0.X1} and {@code block0.X2}, an ordinary one {@code block0}.
     * Without gradients an activation lives no longer than its layer: the probe must copy what it wants to keep.
     */
    public final NDArray forward(Weights w, Pass pass, NDArray input, BiConsumer<String, NDArray> probe) {
        Ops ops = new Ops(w, pass);
        NDArray tokens = stem.forward(ops, volume(input));
        probe.accept("stem", tokens);
        NDArray x = backbone(ops, tokens, probe);
        return head.forward(ops, x, head.dropout(pass, x), probe);
    }

    /** The stem by itself. */
    final Stem stem() {
        return stem;
    }

    /** The head by itself. */
    final Head head() {
        return head;
    }

    /** Adds the parameters of all layers. */
    abstract void declareBackbone(Map<String, Shape> shapes);

    /** [B, N, C] through all layers, to [B, N', C'] of an ordinary network or [B, N', 2C'] of a reversible one. */
    abstract NDArray backbone(Ops ops, NDArray tokens, BiConsumer<String, NDArray> probe);

    /** Gives images the time axis that clips have. */
    final NDArray volume(NDArray input) {
        Thw size = config.input();
        Shape shape = input.getShape();
        NDArray volume = config.patch().image() && shape.dimension() == 4 ? input.expandDims(2) : input;
        if (!volume.getShape().equals(new Shape(shape.get(0), 3, size.t(), size.h(), size.w()))) {
            throw new IllegalArgumentException("the network takes clips [B, 3, " + size.t() + ", " + size.h() + ", "
                    + size.w() + "], but was given " + shape);
        }
        return volume;
    }
}
