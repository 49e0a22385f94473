package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Several blocks. They keep their last streams alone, and are walked back in place, a block at a time (Rev-ViT, section
 * 3.2):
 *
 * <pre>
 * X2 = Y2 - G(Y1)        dY1 = dY1 + (dG/dY1)T dY2
 * X1 = Y1 - F(X2)        dY2 = dY2 + (dF/dX2)T dY1
 * </pre>
 *
 * The lines of a block happen for some samples at a time, and its gradients are whole before the next block's begin.
 */
final class ReversibleRun implements Run {
    private final Step step;
    private final List<BlockStep> blocks;
    /** Where the walk stands. */
    private Streams streams;

    ReversibleRun(Step step, List<BlockStep> blocks) {
        this.step = step;
        this.blocks = blocks;
    }

    @Override
    public void forward(NDArray x) {
        streams = new Streams(step.format().open(x), step.format().open(x));
        blocks.forEach(block -> block.draw(x));
        x.close();
        for (BlockStep block : blocks) {
            step.observer().passes(block.name(), streams);
            step.forEachSlice(slice -> block.advance(slice.of(streams), slice));
            step.format().check(block.name(), streams);
        }
    }

    @Override
    public Streams output(Slice slice) {
        Streams some = slice.of(streams);
        return new Streams(StreamFormat.real(some.x1()), StreamFormat.real(some.x2()));
    }

    @Override
    public boolean givesAway() {
        return false;
    }

    @Override
    public NDArray backward(Streams gradients) {
        NDArray d1 = gradients.isOne() ? gradients.x1().duplicate() : gradients.x1();
        Streams d = new Streams(d1, gradients.x2());
        for (int i = blocks.size() - 1; i >= 0; i--) {
            BlockStep block = blocks.get(i);
            step.forEachSlice(slice -> block.undo(slice.of(streams), slice.of(d), slice));
            step.observer().rebuilt(block.name(), streams);
            block.whole();
        }
        streams.x1().close();
        streams.x2().close();
        d.x2().addi(d1);
        d1.close();
        return d.x2();
    }
}
