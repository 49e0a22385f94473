package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.kernels.WalkKernels;
import dev.rewind.model.network.config.BlockConfig;
import java.util.Map;
import java.util.Optional;

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
        declareF(shapes);
        declareG(shapes);
    }

    private void declareF(Map<String, Shape> shapes) {
        Ops.declareNorm(shapes, f + ".norm", block.dimIn());
        attention.declare(shapes);
    }

    private void declareG(Map<String, Shape> shapes) {
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

    /** F as the walk uses it. */
    Branch f(Step step) {
        Optional<WalkKernels> written = step.written();
        if (written.isEmpty()) {
            return step.graph(this::declareF, this::f);
        }
        WalkKernels.Layout layout = block.layout();
        return new WrittenBranch(
                step.gradients(),
                attention.parameters(f + ".norm"),
                (u, rest, scale, w) -> written.get().attention(u, rest, scale, layout, w),
                (u, g, du, rest, scale, w, dw) -> written.get().attentionBack(u, g, du, rest, scale, layout, w, dw));
    }

    /** G as the walk uses it. */
    Branch g(Step step) {
        Optional<WalkKernels> written = step.written();
        if (written.isEmpty()) {
            return step.graph(this::declareG, this::g);
        }
        String mlp = g + ".mlp";
        Parameters parameters = new Parameters()
                .add(g + ".norm.weight", g + ".norm.bias")
                .add(mlp + ".fc1.weight", mlp + ".fc1.bias", mlp + ".fc2.weight", mlp + ".fc2.bias");
        return new WrittenBranch(step.gradients(), parameters, written.get()::mlp, written.get()::mlpBack);
    }

    /** Adds the parameters that pool the queries. */
    void declareQueryPool(Map<String, Shape> shapes) {
        if (block.poolsQueries()) {
            attention.declarePool(shapes, "q");
        }
    }

    /** The same for a written way back. */
    Parameters addQueryPool(Parameters parameters) {
        attention.addPool(parameters, "q", true);
        return parameters;
    }

    /** Pools [B, N, C] to [B, N', C] as F pools its queries. */
    NDArray poolLikeQueries(Ops ops, NDArray x) {
        return attention.poolLikeQueries(ops, x);
    }
}
