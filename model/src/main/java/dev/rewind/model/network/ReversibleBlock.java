package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.network.config.BlockConfig;
import java.util.Map;

/**
 * A layer that can be undone (Rev-ViT, section 3.1):
 *
 * <pre>
 * Y1 = X1 + F(X2)        X2 = Y2 - G(Y1)         F(x) = attention(LN(x))
 * Y2 = X2 + G(Y1)        X1 = Y1 - F(X2)         G(x) = MLP(LN(x))
 * </pre>
 *
 * Neither function has a residual of its own. Both are dropped for the same samples.
 */
final class ReversibleBlock implements RevMViT.Layer {
    private final String name;
    private final Subblocks functions;
    private final double dropPath;

    ReversibleBlock(BlockConfig block) {
        this.name = block.name();
        this.functions = new Subblocks(block);
        this.dropPath = block.dropPath();
    }

    @Override
    public void declare(Map<String, Shape> shapes) {
        functions.declare(shapes);
    }

    /** Prefix of its parameters in the state dict. */
    String name() {
        return name;
    }

    @Override
    public double dropPath() {
        return dropPath;
    }

    @Override
    public Streams forward(Ops ops, Streams x, Pass.Mask drop) {
        NDArray y1 = x.x1().add(f(ops, x.x2(), drop));
        NDArray y2 = x.x2().add(g(ops, y1, drop));
        return new Streams(y1, y2);
    }

    /** Both functions. */
    Subblocks functions() {
        return functions;
    }

    /** The attention of one stream, [B, N, C] to [B, N, C]. */
    NDArray f(Ops ops, NDArray x2, Pass.Mask drop) {
        return drop.apply(functions.f(ops, x2));
    }

    /** The MLP of the other, [B, N, C] to [B, N, C]. */
    NDArray g(Ops ops, NDArray y1, Pass.Mask drop) {
        return drop.apply(functions.g(ops, y1));
    }
}
