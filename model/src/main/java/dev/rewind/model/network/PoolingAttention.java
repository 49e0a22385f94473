package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.kernels.Thw;
import java.util.Map;

/**
 * Multi-head pooling attention (Fan et al., MViT, ICCV 2021), the function F of a layer.
 *
 * <pre>
 * F(x) = proj(softmax(q kT / sqrt(d)) v)
 *    q = LN(pool_q(Wq LN(x)))      in a transition; plain Wq LN(x) elsewhere
 *    k = LN(pool_k(Wk LN(x)))      v = LN(pool_v(Wv LN(x)))
 * </pre>
 *
 * Pooling is a depthwise 3-D convolution over the token grid that all heads share.
 */
final class PoolingAttention {
    private final LayerConfig layer;
    private final String norm;
    private final String attn;

    PoolingAttention(LayerConfig layer) {
        this.layer = layer;
        this.norm = layer.name() + ".F.norm";
        this.attn = layer.name() + ".F.attn";
    }

    void declare(Map<String, Shape> shapes) {
        Ops.declareNorm(shapes, norm, layer.dimIn());
        Ops.declareLinear(shapes, attn + ".qkv", layer.dimIn(), 3 * layer.dimOut(), layer.qkvBias());
        Ops.declareLinear(shapes, attn + ".proj", layer.dimOut(), layer.dimOut(), true);
        for (String part : layer.transition() ? new String[] {"q", "k", "v"} : new String[] {"k", "v"}) {
            Thw kernel = layer.poolKernel();
            shapes.put(
                    attn + ".pool_" + part + ".weight",
                    new Shape(layer.headDim(), 1, kernel.t(), kernel.h(), kernel.w()));
            Ops.declareNorm(shapes, attn + ".norm_" + part, layer.headDim());
        }
    }

    /** [B, N, Cin] to [B, N', Cout], where N' is the pooled grid's volume in a transition and N elsewhere. */
    NDArray forward(Weights w, Kernels kernels, NDArray x) {
        NDArray qkv = splitHeads(Ops.linear(w, attn + ".qkv", Ops.layerNorm(w, norm, x)), 3);
        NDArray q = qkv.get(0); //                                   [B, h, N, d]
        NDArray k = pool(w, kernels, qkv.get(1), "k", layer.kvStride()); // [B, h, Nk, d]
        NDArray v = pool(w, kernels, qkv.get(2), "v", layer.kvStride()); // [B, h, Nk, d]
        if (layer.transition()) {
            q = pool(w, kernels, q, "q", layer.qStride()); //               [B, h, N', d]
        }
        return Ops.linear(w, attn + ".proj", mergeHeads(kernels.attention(q, k, v)));
    }

    /** The residual of a transition: it is pooled with the very weights of the queries. */
    NDArray poolLikeQueries(Weights w, Kernels kernels, NDArray x) {
        NDArray heads = splitHeads(x, 1).get(0);
        return mergeHeads(pool(w, kernels, heads, "q", layer.qStride()));
    }

    /** [B, h, N, d] to [B, h, N', d]. */
    private NDArray pool(Weights w, Kernels kernels, NDArray x, String part, Thw stride) {
        NDArray pooled = kernels.pool(x, w.get(attn + ".pool_" + part + ".weight"), layer.gridIn(), stride);
        return Ops.layerNorm(w, attn + ".norm_" + part, pooled);
    }

    /** [B, N, parts*C] to [parts, B, h, N, d]. */
    private NDArray splitHeads(NDArray x, int parts) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), parts, layer.heads(), layer.headDim())
                .transpose(2, 0, 3, 1, 4);
    }

    /** [B, h, N, d] to [B, N, C]. */
    private NDArray mergeHeads(NDArray x) {
        Shape shape = x.getShape();
        return x.transpose(0, 2, 1, 3).reshape(shape.get(0), shape.get(2), layer.dimOut());
    }
}
