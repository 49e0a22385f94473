package dev.rewind.model.kernels;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * The functions of a reversible network's layers with their ways back written out, for one sample on a processor. Each is
 * added to a stream in place, and its way back recomputes it piece by piece: tokens, queries or frames at a time, so that
 * next to nothing is held. Where a parameter is not there, an empty array stands for it. Where a scale s is 0 nothing must
 * be called: the sample skips the function.
 *
 * <pre>
 * forward      rest = rest + s f(u)
 * back         du = du + s (df/du)T g      dw = dw + s (df/dw)T g      rest = rest - s f(u), where it is to be undone
 * </pre>
 */
public final class WalkKernels {
    private static final TorchScript SCRIPT = TorchScript.load(
            WalkKernels.class,
            FastKernels.hasOneDnn() ? "walk/products_onednn" : "walk/products",
            "walk/streams",
            "walk/linear",
            "walk/mlp",
            "walk/pooling",
            "walk/attention",
            "walk/shortcut",
            "walk/stem");

    private final boolean half;

    WalkKernels(Dtype dtype) {
        this.half = dtype == Dtype.BF16;
    }

    /**
     * f(u) = fc2(GELU(fc1(LN(u)))).
     *
     * @param u [N, C]
     * @param rest [N, C]; may be u
     * @param weights of LN, fc1 and fc2, each with its bias
     */
    public void mlp(NDArray u, NDArray rest, float scale, NDList weights) {
        SCRIPT.run("mlp", u, rest, scale, half, weights);
    }

    /**
     * The way back of {@link #mlp}.
     *
     * @param g upstream gradient, [N, C]
     * @param du [N, C]; may be g
     * @param rest null where nothing is to be undone
     * @param gradients of the weights
     */
    public void mlpBack(NDArray u, NDArray g, NDArray du, NDArray rest, float scale, NDList weights, NDList gradients) {
        SCRIPT.run("mlp_back", u, g, du, rest == null ? u : rest, rest != null, scale, half, weights, gradients);
    }

    /**
     * How attention sees its tokens.
     *
     * @param heads how many lie in the channels
     * @param grid of the tokens
     * @param qStride pooling stride of the queries
     * @param kvStride pooling stride of keys and values
     */
    public record Layout(int heads, Thw grid, Thw qStride, Thw kvStride) {}

    /**
     * f(u) = proj(softmax(q kT / sqrt(d)) v), where q, k and v are projections of LN(u), pooled.
     *
     * @param u [N, Cin]
     * @param rest [N', C]
     * @param weights of LN, q, k, v and proj, each with its bias; pooling weight and LN of q, of k and of v
     */
    public void attention(NDArray u, NDArray rest, float scale, Layout layout, NDList weights) {
        SCRIPT.run(
                "attention", u, rest, scale, half, layout.heads, layout.grid, layout.qStride, layout.kvStride, weights);
    }

    /**
     * The way back of {@link #attention}.
     *
     * @param g upstream gradient, [N', C]
     * @param du [N, Cin]
     * @param rest null where nothing is to be undone
     * @param gradients of the weights
     */
    public void attentionBack(
            NDArray u,
            NDArray g,
            NDArray du,
            NDArray rest,
            float scale,
            Layout layout,
            NDList weights,
            NDList gradients) {
        SCRIPT.run(
                "attention_back",
                u,
                g,
                du,
                rest == null ? u : rest,
                rest != null,
                scale,
                half,
                layout.heads,
                layout.grid,
                layout.qStride,
                layout.kvStride,
                weights,
                gradients);
    }

    /**
     * The residual of a stage transition, f(u) = LN(pool(u WT + b)).
     *
     * @param u [N, Cin]
     * @param rest [N', C]
     * @param weights W and b, pooling weight, LN
     */
    public void shortcut(NDArray u, NDArray rest, Layout layout, NDList weights) {
        SCRIPT.run("shortcut", u, rest, half, layout.grid, layout.qStride, weights);
    }

    /**
     * The way back of {@link #shortcut}.
     *
     * @param g upstream gradient, [N', C]
     * @param du [N, Cin]
     * @param gradients of the weights
     */
    public void shortcutBack(NDArray u, NDArray g, NDArray du, Layout layout, NDList weights, NDList gradients) {
        SCRIPT.run("shortcut_back", u, g, du, half, layout.grid, layout.qStride, weights, gradients);
    }

    /**
     * The stem's convolution.
     *
     * @param clip [3, T, H, W]
     * @param out [t, h*w, C], which it fills
     * @param weight [C, 3, kt, kh, kw]
     * @param bias [C]
     */
    public void stem(NDArray clip, NDArray out, Thw stride, Thw padding, NDArray weight, NDArray bias) {
        SCRIPT.run("stem", clip, out, half, stride, padding, weight, bias);
    }

    /**
     * The way back of {@link #stem}, to its parameters alone.
     *
     * @param g upstream gradient, [t, h*w, C]
     * @param dWeight gradient of the weight
     * @param dBias gradient of the bias
     */
    public void stemBack(NDArray clip, NDArray g, Thw stride, Thw padding, NDArray dWeight, NDArray dBias) {
        SCRIPT.run("stem_back", clip, g, half, stride, padding, dWeight, dBias);
    }
}
