package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.kernels.Thw;
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
            for (String part : new String[] {"q", "k", "v"}) {
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
        NDList qkv = project(ops, x);
        NDArray q = block.poolsQueries() ? pool(ops, qkv.get(0), "q", block.qStride()) : qkv.get(0); // [B, h, N', d]
        NDArray k = block.poolsKeys() ? pool(ops, qkv.get(1), "k", block.kvStride()) : qkv.get(1); //   [B, h, Nk, d]
        NDArray v = block.poolsKeys() ? pool(ops, qkv.get(2), "v", block.kvStride()) : qkv.get(2); //   [B, h, Nk, d]
        return ops.linear(name + ".proj", mergeHeads(ops.kernels().attention(q, k, v)));
    }

    /** Pools [B, N, C] to [B, N', C] with the very weights of the queries. */
    NDArray poolLikeQueries(Ops ops, NDArray x) {
        return block.poolsQueries() ? mergeHeads(pool(ops, splitHeads(x, 1).get(0), "q", block.qStride())) : x;
    }

    /** Queries, keys and values, each [B, h, N, d]. */
    private NDList project(Ops ops, NDArray x) {
        if (!block.projection().separate()) {
            NDArray qkv = splitHeads(ops.linear(name + ".qkv", x), 3); // [3, B, h, N, d]
            return new NDList(qkv.get(0), qkv.get(1), qkv.get(2));
        }
        return new NDList(
                splitHeads(ops.linear(name + ".q", x), 1).get(0),
                splitHeads(ops.linear(name + ".k", x), 1).get(0),
                splitHeads(ops.linear(name + ".v", x), 1).get(0));
    }

    /** [B, h, N, d] to [B, h, N', d]. */
    private NDArray pool(Ops ops, NDArray x, String part, Thw stride) {
        NDArray weight = ops.weight(name + ".pool_" + part + ".weight");
        NDArray pooled = ClassToken.passing(
                block.classToken(), x, 2, patches -> ops.kernels().pool(patches, weight, block.grid(), stride));
        return ops.layerNorm(name + ".norm_" + part, pooled);
    }

    /** [B, N, parts*C] to [parts, B, h, N, d]. */
    private NDArray splitHeads(NDArray x, int parts) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), parts, block.heads(), block.headDim())
                .transpose(2, 0, 3, 1, 4);
    }

    /** [B, h, N, d] to [B, N, C]. */
    private NDArray mergeHeads(NDArray x) {
        Shape shape = x.getShape();
        return x.transpose(0, 2, 1, 3).reshape(shape.get(0), shape.get(2), block.dimAttention());
    }
}
