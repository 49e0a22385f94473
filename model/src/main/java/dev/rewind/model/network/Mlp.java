package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Map;

/** G(x) = fc2(GELU(fc1(LN(x)))), with the exact GELU. */
final class Mlp {
    private final String norm;
    private final String fc1;
    private final String fc2;
    private final int dim;
    private final int hidden;

    Mlp(LayerConfig layer) {
        this.norm = layer.name() + ".G.norm";
        this.fc1 = layer.name() + ".G.mlp.fc1";
        this.fc2 = layer.name() + ".G.mlp.fc2";
        this.dim = layer.dimOut();
        this.hidden = layer.mlpHidden();
    }

    void declare(Map<String, Shape> shapes) {
        Ops.declareNorm(shapes, norm, dim);
        Ops.declareLinear(shapes, fc1, dim, hidden, true);
        Ops.declareLinear(shapes, fc2, hidden, dim, true);
    }

    /** [B, N, C] to [B, N, C]. */
    NDArray forward(Weights w, NDArray x) {
        NDArray hiddenUnits = Ops.gelu(Ops.linear(w, fc1, Ops.layerNorm(w, norm, x)));
        return Ops.linear(w, fc2, hiddenUnits);
    }
}
