package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
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

    void declarePool(Map<String, Shape> shapes, String part) {
        Thw kernel = block.poolKernel();
        shapes.put(
                name + ".pool_" + part + ".weight", new Shape(block.headDim(), 1, kernel.t(), kernel.h(), kernel.w()));
        Ops.declareNorm(shapes, name + ".norm_" + part, block.headDim());
    }

    /** [B, N, Cin] to [B, N', C], where N' is the pooled grid's volume if queries are pooled and N if not. */
    NDArray forward(Ops ops, NDArray x) {
        NDList qkv = project(ops, x); // each [B, N, C]
        NDArray q = qkv.get(0);
        NDArray k = qkv.get(1);
        NDArray v = qkv.get(2);
        if (block.poolsQueries()) {
            q = pool(ops, q, "q", block.qStride()); //  [B, N', C]
        }
        if (block.poolsKeys()) {
            k = pool(ops, k, "k", block.kvStride()); // [B, Nk, C]
            v = pool(ops, v, "v", block.kvStride()); // [B, Nk, C]
        }
        NDArray weight = ops.weight(name + ".proj.weight");
        return ops.kernels().attention(q, k, v, block.heads(), weight, ops.weight(name + ".proj.bias"));
    }

    /** Pools [B, N, C] to [B, N', C] with the very weights of the queries. */
    NDArray poolLikeQueries(Ops ops, NDArray x) {
        return block.poolsQueries() ? pool(ops, x, "q", block.qStride()) : x;
    }

    /** The parameters in the order of the written way back, after those of the layer norm before it. */
    Parameters parameters(String norm) {
        Parameters parameters = new Parameters().add(norm + ".weight", norm + ".bias");
        int dim = block.dimAttention();
        for (int i = 0; i < PARTS.size(); i++) {
            for (String parameter : block.projection().bias() ? List.of("weight", "bias") : List.of("weight")) {
                if (block.projection().separate()) {
                    parameters.add(name + "." + PARTS.get(i) + "." + parameter);
                } else {
                    parameters.addRows(name + ".qkv." + parameter, i * dim, (i + 1) * dim);
                }
            }
            parameters.skip(block.projection().bias() ? 0 : 1);
        }
        parameters.add(name + ".proj.weight", name + ".proj.bias");
        addPool(parameters, "q", block.poolsQueries());
        addPool(parameters, "k", block.poolsKeys());
        addPool(parameters, "v", block.poolsKeys());
        return parameters;
    }

    /** Pooling weight and layer norm of one part. */
    void addPool(Parameters parameters, String part, boolean pooled) {
        if (pooled) {
            parameters.add(
                    name + ".pool_" + part + ".weight",
                    name + ".norm_" + part + ".weight",
                    name + ".norm_" + part + ".bias");
        } else {
            parameters.skip(3);
        }
    }

    /** Queries, keys and values, by three projections or by three parts of one. */
    private NDList project(Ops ops, NDArray x) {
        return ops.kernels()
                .project(x, three(ops, "weight"), block.projection().bias() ? three(ops, "bias") : new NDList());
    }

    private NDList three(Ops ops, String parameter) {
        NDList parts = new NDList(PARTS.size());
        for (int i = 0; i < PARTS.size(); i++) {
            parts.add(
                    block.projection().separate()
                            ? ops.weight(name + "." + PARTS.get(i) + "." + parameter)
                            : ops.weight(name + ".qkv." + parameter)
                                    .get(i * block.dimAttention() + ":" + (i + 1) * block.dimAttention()));
        }
        return parts;
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
