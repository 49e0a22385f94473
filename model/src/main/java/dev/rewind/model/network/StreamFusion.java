package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.network.config.Fusion;
import java.util.Map;

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
}
