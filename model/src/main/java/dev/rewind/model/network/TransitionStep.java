package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/**
 * A stage transition on a walk there and back. It keeps nothing: its input is what the run before it can give again.
 *
 * <pre>
 * y = fuse(X1, X2)
 * z = shortcut(y) + F(y)          dz = dx + (dG/dz)T dx
 * x = z + G(z)                    dy = (dF/dy)T dz + (dshortcut/dy)T dz
 * </pre>
 */
final class TransitionStep {
    private final Step step;
    private final StageTransition transition;
    private final Branch shortcut;
    private final Branch f;
    private final Branch g;
    private Pass.Mask drop;

    TransitionStep(Step step, StageTransition transition) {
        this.step = step;
        this.transition = transition;
        this.shortcut = transition.shortcut(step);
        this.f = transition.functions().f(step);
        this.g = transition.functions().g(step);
    }

    /** Both streams to x, [B, N', C]. */
    NDArray forward(Run before, NDArray like) {
        drop = step.pass().dropPath(transition.dropPath(), like);
        NDArray x = like.getManager().zeros(transition.shapeOut(step.batch()));
        step.forEachSlice(slice -> {
            NDArray z = slice.of(x);
            attend(fused(before, slice), z, slice);
            g.add(z, z, drop.of(slice));
        });
        return x;
    }

    private NDArray fused(Run before, Slice slice) {
        try (LayerMemory memory = LayerMemory.consuming()) {
            NDArray y = transition.fusion().take(step.ops(), before.output(slice), before.givesAway());
            memory.keep(y);
            return y;
        }
    }

    /** z = shortcut(y) + F(y), where z is zero. */
    private void attend(NDArray y, NDArray z, Slice slice) {
        shortcut.add(y, z, Pass.Mask.NONE);
        f.add(y, z, drop.of(slice));
    }

    /** The gradient of x, taken over, to those of both streams. */
    Streams backward(NDArray dx, Run before) {
        Shape shape = transition.shapeIn(step.batch());
        // Not zeros: memory that nobody has touched takes none.
        NDArray d2 = dx.getManager().create(shape);
        Streams d = new Streams(
                transition.fusion().isSymmetric() ? d2 : dx.getManager().zeros(shape), d2);
        step.forEachSlice(slice -> {
            NDArray y = fused(before, slice);
            NDArray dz = slice.of(dx);
            try (NDArray z = dz.zerosLike()) {
                attend(y, z, slice);
                g.back(z, dz, dz, null, drop.of(slice));
            }
            slice.of(d2).set(new NDIndex(":"), 0);
            NDArray dy = d.isOne() ? slice.of(d2) : y.zerosLike();
            f.back(y, dz, dy, null, drop.of(slice));
            shortcut.back(y, dz, dy, null, Pass.Mask.NONE);
            transition.fusion().back(step, () -> before.output(slice), dy, slice.of(d));
        });
        step.whole(transition::declare);
        dx.close();
        return d;
    }
}
