package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Map;

/**
 * A layer that can be undone (Rev-ViT, section 3.1):
 *
 * <pre>
 * Y1 = X1 + F(X2)        X2 = Y2 - G(Y1)
 * Y2 = X2 + G(Y1)        X1 = Y1 - F(X2)
 * </pre>
 *
 * F is pooling attention, G the MLP; neither has a residual of its own. Both are dropped for the same samples.
 */
final class ReversibleBlock implements Layer {
    private final PoolingAttention f;
    private final Mlp g;
    private final double dropPath;

    ReversibleBlock(LayerConfig layer) {
        this.f = new PoolingAttention(layer);
        this.g = new Mlp(layer);
        this.dropPath = layer.dropPath();
    }

    @Override
    public void declare(Map<String, Shape> shapes) {
        f.declare(shapes);
        g.declare(shapes);
    }

    @Override
    public Streams forward(Weights w, Pass pass, Streams x) {
        Pass.DropPath drop = pass.dropPath(dropPath, x.x1());
        NDArray y1 = x.x1().add(drop.apply(f.forward(w, pass.kernels(), x.x2())));
        NDArray y2 = x.x2().add(drop.apply(g.forward(w, y1)));
        return new Streams(y1, y2);
    }
}
