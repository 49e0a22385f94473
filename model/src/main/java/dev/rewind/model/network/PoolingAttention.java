package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.config.BlockConfig;
import java.util.List;
import java.util.Map;

/**
 * Multi-head pooling attention (Fan et al., MViT, ICCV 2021, section 3.1); where nothing is pooled it is that of ViT.
 *
 * <pre>
 * y = proj(softmax(q kT / sqrt(d)) v)
 *     q = LN(pool_q(Wq x))      where queries are pooled; plain Wq x elsewhere
 *     k = LN(pool_k(Wk x))      v = LN(pool_v(Wv x))
 * </pre>
 *
 * Pooling is a depthwise 3-D convolution over the token grid that all heads share; a class token passes it by.
 */
final class PoolingAttention {
    private static final List<String> PARTS = List.of("q", "k", "v");

    private final BlockConfig block;
    private final String name;

    /**
     * @param name prefix of its parameters in the state dict
     */
    PoolingAttention(String name, BlockConfig block) {
        this.name = name;
        this.block = block;
    }

    void declare(Map<String, Shape> shapes) {
        int dim = block.dimAttention();
        boolean bias = block.projection().bias();
        if (block.projection().separate()) {
            for (String part : PARTS) {
                Ops.declareLinear(shapes, name + "." + part, block.dimIn(), dim, bias);
            }
        } else {
            Ops.declareLinear(shapes, name + ".qkv", block.dimIn(), 3 * dim, bias);
        }
        Ops.declareLinear(shapes, name + ".proj", dim, dim, true);
        if (block.poolsQueries()) {
            declarePool(shapes, "q");
        }
        if (block.poolsKeys()) {
            declarePool(shapes, "k");
            declarePool(shapes, "v");
        }
    }

    private void declarePool(Map<String, Shape> shapes, String part) {
        Thw kernel = block.poolKernel();
        shapes.put(
                name + ".pool_" + part + ".weight", new Shape(block.headDim(), 1, kernel.t(), kernel.h(), kernel.w()));
        Ops.declareNorm(shapes, name + ".norm_" + part, block.headDim());
    }

    /** [B, N, Cin] to [B, N', C], where N' is the pooled grid's volume if queries are pooled and N if not. */
    NDArray forward(Ops ops, NDArray x) {
        NDArray q = project(ops, x, 0); // [B, N, C]
        NDArray k = project(ops, x, 1); // [B, N, C]
        NDArray v = project(ops, x, 2); // [B, N, C]
        if (block.poolsQueries()) {
            q = pool(ops, q, "q", block.qStride()); //  [B, N', C]
        }
        if (block.poolsKeys()) {
            k = pool(ops, k, "k", block.kvStride()); // [B, Nk, C]
            v = pool(ops, v, "v", block.kvStride()); // [B, Nk, C]
        }
        return ops.linear(name + ".proj", ops.kernels().attention(q, k, v, block.heads()));
    }

    /** Pools [B, N, C] to [B, N', C] with the very weights of the queries. */
    NDArray poolLikeQueries(Ops ops, NDArray x) {
        return block.poolsQueries() ? pool(ops, x, "q", block.qStride()) : x;
    }

    /** Queries, keys or values, which are three projections or three parts of one: [B, N, C]. */
    private NDArray project(Ops ops, NDArray x, int part) {
        int dim = block.dimAttention();
        return block.projection().separate()
                ? ops.linear(name + "." + PARTS.get(part), x)
                : ops.linearRows(name + ".qkv", part * dim, (part + 1) * dim, x);
    }

    /** [B, N, C] to [B, N', C]; every head is pooled and normalised alike. */
    private NDArray pool(Ops ops, NDArray x, String part, Thw stride) {
        NDArray weight = ops.weight(name + ".pool_" + part + ".weight");
        NDArray pooled = ClassToken.passing(
                block.classToken(), x, patches -> ops.kernels().pool(patches, weight, block.grid(), stride));
        Shape shape = pooled.getShape();
        NDArray heads = pooled.reshape(shape.get(0), shape.get(1), block.heads(), block.headDim()); // [B, N', h, d]
        return ops.layerNorm(name + ".norm_" + part, heads).reshape(shape);
    }
}
