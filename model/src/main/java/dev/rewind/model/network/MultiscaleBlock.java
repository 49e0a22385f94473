package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.network.config.BlockConfig;
import java.util.Map;

/**
 * A layer of an ordinary MViT or ViT (MViT, section 3.2):
 *
 * <pre>
 * x = maxpool(x) + attention(LN1(x))     maxpool only where queries are pooled
 * n = LN2(x)
 * x = proj(n) + MLP(n)                   where the channels change, in the layer before a transition
 * x = x + MLP(n)                         elsewhere
 * </pre>
 */
final class MultiscaleBlock {
    private final BlockConfig block;
    private final PoolingAttention attention;

    MultiscaleBlock(BlockConfig block) {
        this.block = block;
        this.attention = new PoolingAttention(block.name() + ".attn", block);
    }

    void declare(Map<String, Shape> shapes) {
        Ops.declareNorm(shapes, block.name() + ".norm1", block.dimIn());
        attention.declare(shapes);
        Ops.declareNorm(shapes, block.name() + ".norm2", block.dimIn());
        Ops.declareMlp(shapes, block.name() + ".mlp", block.dimIn(), block.mlpHidden(), block.dimOut());
        if (block.widens()) {
            Ops.declareLinear(shapes, block.name() + ".proj", block.dimIn(), block.dimOut(), true);
        }
    }

    /** [B, N, Cin] to [B, N', C]. */
    NDArray forward(Ops ops, NDArray x) {
        Pass.Mask drop = ops.pass().dropPath(block.dropPath(), x);
        NDArray shortcut = block.poolsQueries()
                ? ClassToken.passing(
                        block.classToken(), x, patches -> ops.kernels().maxPool(patches, block.grid(), block.qStride()))
                : x;
        NDArray attended = shortcut.add(drop.apply(attention.forward(ops, ops.layerNorm(block.name() + ".norm1", x))));
        NDArray normed = ops.layerNorm(block.name() + ".norm2", attended);
        NDArray residual = block.widens() ? ops.linear(block.name() + ".proj", normed) : attended;
        return residual.add(drop.apply(ops.mlp(block.name() + ".mlp", normed)));
    }
}
