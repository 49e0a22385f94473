package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.network.config.BlockConfig;
import java.util.Map;

/** The two functions of a layer of a reversible network: F(x) = attention(LN(x)) and G(x) = MLP(LN(x)). */
final class Subblocks {
    private final BlockConfig block;
    private final String f;
    private final String g;
    private final PoolingAttention attention;

    Subblocks(BlockConfig block) {
        this.block = block;
        this.f = block.name() + ".F";
        this.g = block.name() + ".G";
        this.attention = new PoolingAttention(f + ".attn", block);
    }

    void declare(Map<String, Shape> shapes) {
        Ops.declareNorm(shapes, f + ".norm", block.dimIn());
        attention.declare(shapes);
        Ops.declareNorm(shapes, g + ".norm", block.dimOut());
        Ops.declareMlp(shapes, g + ".mlp", block.dimOut(), block.mlpHidden(), block.dimOut());
    }

    /** [B, N, Cin] to [B, N', C]. */
    NDArray f(Ops ops, NDArray x) {
        return attention.forward(ops, ops.layerNorm(f + ".norm", x));
    }

    /** [B, N', C] to [B, N', C]. */
    NDArray g(Ops ops, NDArray x) {
        return ops.mlp(g + ".mlp", ops.layerNorm(g + ".norm", x));
    }

    /** Pools [B, N, C] to [B, N', C] as F pools its queries. */
    NDArray poolLikeQueries(Ops ops, NDArray x) {
        return attention.poolLikeQueries(ops, x);
    }
}
