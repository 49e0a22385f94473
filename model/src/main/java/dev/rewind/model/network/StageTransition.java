package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.kernels.WalkKernels;
import dev.rewind.model.network.config.BlockConfig;
import dev.rewind.model.network.config.Reversible;
import dev.rewind.model.network.config.Reversible.ResidualPath;
import java.util.Map;
import java.util.Optional;

/**
 * The layer between two stages, which as a rule halves height and width and doubles the channels (Rev-ViT, section 3.3):
 *
 * <pre>
 * x = fuse(X1, X2)                       [B, N, Cin]
 * x = pool(res_proj(x)) + F(x)           [B, N', C]     res_proj only where Cin is not C
 * x = x + G(x)                           Y1 = Y2 = x
 * </pre>
 */
final class StageTransition implements RevMViT.Layer {
    private final BlockConfig block;
    private final ResidualPath path;
    private final StreamFusion fusion;
    private final Subblocks functions;
    private final String projection;

    StageTransition(BlockConfig block, Reversible reversible) {
        this.block = block;
        this.path = reversible.residual();
        this.fusion = new StreamFusion(block.name() + ".pre_q_fuse", reversible.fusion(), block.dimIn());
        this.functions = new Subblocks(block);
        this.projection = block.name() + ".res_proj";
    }

    @Override
    public void declare(Map<String, Shape> shapes) {
        functions.declare(shapes);
        fusion.declare(shapes);
        declareProjection(shapes);
    }

    private void declareProjection(Map<String, Shape> shapes) {
        if (block.widens()) {
            Ops.declareLinear(shapes, projection, block.dimIn(), block.dimOut(), true);
        }
    }

    @Override
    public double dropPath() {
        return block.dropPath();
    }

    @Override
    public Streams forward(Ops ops, Streams streams, Pass.Mask drop) {
        NDArray x = fusion.forward(ops, streams);
        // The published code drops a sample's residual too, which zeroes it; here only the functions are dropped.
        NDArray attended = shortcut(ops, x).add(drop.apply(functions.f(ops, x)));
        NDArray y = attended.add(drop.apply(functions.g(ops, attended)));
        return new Streams(y, y);
    }

    StreamFusion fusion() {
        return fusion;
    }

    Subblocks functions() {
        return functions;
    }

    /** The residual as a walk uses it. */
    Branch shortcut(Step step) {
        Optional<WalkKernels> written = step.written();
        if (written.isEmpty() || path != ResidualPath.CONV || !block.poolsQueries()) {
            return step.graph(
                    shapes -> {
                        declareProjection(shapes);
                        if (path == ResidualPath.CONV) {
                            functions.declareQueryPool(shapes);
                        }
                    },
                    this::shortcut);
        }
        WalkKernels.Layout layout = block.layout();
        return new WrittenBranch(
                step.gradients(),
                functions.addQueryPool(
                        block.widens()
                                ? new Parameters().add(projection + ".weight", projection + ".bias")
                                : new Parameters().skip(2)),
                (u, rest, scale, w) -> written.get().shortcut(u, rest, layout, w),
                (u, g, du, rest, scale, w, dw) -> written.get().shortcutBack(u, g, du, layout, w, dw));
    }

    /** [batch, N, C] of each stream before it. */
    Shape shapeIn(long batch) {
        return new Shape(batch, block.grid().volume(), fusion.streamWidth());
    }

    /** [batch, N', C'] after it. */
    Shape shapeOut(long batch) {
        return new Shape(batch, block.gridOut().volume(), block.dimOut());
    }

    /** Its residual. */
    private NDArray shortcut(Ops ops, NDArray x) {
        NDArray projected = block.widens() ? ops.linear(projection, x) : x;
        return path == ResidualPath.CONV
                ? functions.poolLikeQueries(ops, projected)
                : ops.kernels().maxPool(projected, block.grid(), block.qStride());
    }
}
