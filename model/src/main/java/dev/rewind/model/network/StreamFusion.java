package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.network.config.Fusion;
import java.util.Map;
import java.util.function.Supplier;

/** Makes one stream of two, as {@link Fusion} says. */
final class StreamFusion {
    private final String mlp;
    private final Fusion fusion;
    private final int width;

    /**
     * @param name prefix of its parameters in the state dict
     * @param width channels of both streams together
     */
    StreamFusion(String name, Fusion fusion, int width) {
        this.mlp = name + ".fuse_fn";
        this.fusion = fusion;
        this.width = width;
    }

    void declare(Map<String, Shape> shapes) {
        if (fusion.mode() == Fusion.Mode.CONCAT_LINEAR) {
            Ops.declareMlp(shapes, mlp, width, (int) (width * fusion.multiple()), width);
        }
    }

    /** Twice [B, N, C] to [B, N, C], or to [B, N, 2C] where both are kept. */
    NDArray forward(Ops ops, Streams x) {
        return switch (fusion.mode()) {
            case ADD -> x.x1().add(x.x2());
            case AVG -> Kernels.scale(x.x1().add(x.x2()), 0.5f);
            case MAX -> x.x1().maximum(x.x2());
            case MIN -> x.x1().minimum(x.x2());
            case CONCAT -> x.x1().concat(x.x2(), 2);
            case CONCAT_LINEAR -> {
                NDArray both = x.x1().concat(x.x2(), 2);
                yield both.add(ops.mlp(mlp, both));
            }
        };
    }

    /**
     * The same without a graph.
     *
     * @param over whether the first stream may be overwritten by the result
     */
    NDArray take(Ops ops, Streams x, boolean over) {
        if (!isSymmetric()) {
            return forward(ops, x);
        }
        NDArray sum = over ? x.x1().addi(x.x2()) : x.x1().add(x.x2());
        return fusion.mode() == Fusion.Mode.AVG ? sum.muli(0.5f) : sum;
    }

    /** Channels of one stream. */
    int streamWidth() {
        return fusion.keepsBothWidths() ? width / 2 : width;
    }

    /** Whether both streams have the same gradient. */
    boolean isSymmetric() {
        return fusion.isSymmetric();
    }

    /**
     * The way back.
     *
     * @param x what was fused; asked for only where the gradients depend on it
     * @param dy gradient of the result; of a symmetric fusion it is the array of d
     * @param d gradients of both streams, zero before
     */
    void back(Step step, Supplier<Streams> x, NDArray dy, Streams d) {
        switch (fusion.mode()) {
            case ADD -> {}
            case AVG -> dy.muli(0.5f);
            default -> {
                Weights leaves = step.leaves(this::declare);
                Streams fused = x.get();
                Streams streams = new Streams(Autograd.leaf(fused.x1()), Autograd.leaf(fused.x2()));
                try (GradMode on = GradMode.on()) {
                    Autograd.backward(forward(step.ops(leaves), streams), dy);
                }
                step.gradients().addFrom(leaves);
                d.x1().addi(streams.x1().getGradient());
                d.x2().addi(streams.x2().getGradient());
            }
        }
    }
}
