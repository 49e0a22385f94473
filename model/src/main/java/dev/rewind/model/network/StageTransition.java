package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Map;

/**
 * The layer between two stages, which halves height and width and doubles the channels (Rev-ViT, section 3.3):
 *
 * <pre>
 * x = (X1 + X2) / 2
 * x = pool_q(res_proj(x)) + F(x)
 * x = x + G(x)                       Y1 = Y2 = x
 * </pre>
 */
final class StageTransition implements Layer {
    private final PoolingAttention f;
    private final Mlp g;
    private final String residual;
    private final LayerConfig layer;

    StageTransition(LayerConfig layer) {
        this.f = new PoolingAttention(layer);
        this.g = new Mlp(layer);
        this.residual = layer.name() + ".res_proj";
        this.layer = layer;
    }

    @Override
    public void declare(Map<String, Shape> shapes) {
        f.declare(shapes);
        g.declare(shapes);
        Ops.declareLinear(shapes, residual, layer.dimIn(), layer.dimOut(), true);
    }

    @Override
    public Streams forward(Weights w, Pass pass, Streams streams) {
        NDArray x = Ops.scale(streams.x1().add(streams.x2()), 0.5f);
        // The published code drops a sample's residual too, which zeroes it; here only the functions are dropped.
        Pass.DropPath drop = pass.dropPath(layer.dropPath(), x);
        NDArray shortcut = f.poolLikeQueries(w, pass.kernels(), Ops.linear(w, residual, x));
        NDArray attended = shortcut.add(drop.apply(f.forward(w, pass.kernels(), x)));
        NDArray y = attended.add(drop.apply(g.forward(w, attended)));
        return new Streams(y, y);
    }
}
