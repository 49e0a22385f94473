package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;

/** A reversible block on a walk there and back: its functions, and the draw that drops both for the same samples. */
final class BlockStep {
    private final Step step;
    private final ReversibleBlock block;
    private final Branch f;
    private final Branch g;
    private Pass.Mask drop;

    BlockStep(Step step, ReversibleBlock block) {
        this.step = step;
        this.block = block;
        this.f = block.functions().f(step);
        this.g = block.functions().g(step);
    }

    /** Draws; once, in the order of the layers. */
    void draw(NDArray x) {
        drop = step.pass().dropPath(block.dropPath(), x);
    }

    /** Y1 = X1 + F(X2), Y2 = X2 + G(Y1), in place. */
    void advance(Streams x, Slice slice) {
        f.add(x.x2(), x.x1(), drop.of(slice));
        g.add(x.x1(), x.x2(), drop.of(slice));
    }

    /** Y1, Y2 and their gradients become X1, X2 and theirs, in place. */
    void undo(Streams y, Streams d, Slice slice) {
        g.back(y.x1(), d.x2(), d.x1(), y.x2(), drop.of(slice));
        f.back(y.x2(), d.x1(), d.x2(), y.x1(), drop.of(slice));
    }

    /** For X1 = X2 = x: adds to d1 and d2 what the functions give; then dx = d1 + d2. */
    void backFrom(NDArray x, NDArray d1, NDArray d2, Slice slice) {
        try (NDArray y1 = x.duplicate()) {
            f.add(x, y1, drop.of(slice));
            g.back(y1, d2, d1, null, drop.of(slice));
        }
        f.back(x, d1, d2, null, drop.of(slice));
    }

    String name() {
        return block.name();
    }

    void whole() {
        step.whole(block::declare);
    }
}
