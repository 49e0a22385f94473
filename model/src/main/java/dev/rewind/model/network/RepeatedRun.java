package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * One block, or none. Here the last streams would be twice what the one input is, so the input is kept and the block is
 * run again for each question.
 */
final class RepeatedRun implements Run {
    private final Step step;
    private final List<BlockStep> blocks;
    private NDArray x;

    RepeatedRun(Step step, List<BlockStep> blocks) {
        this.step = step;
        this.blocks = blocks;
    }

    @Override
    public void forward(NDArray input) {
        x = input;
        blocks.forEach(block -> block.draw(x));
    }

    @Override
    public Streams output(Slice slice) {
        NDArray some = slice.of(x);
        if (blocks.isEmpty()) {
            return new Streams(some, some);
        }
        Streams y = new Streams(some.duplicate(), some.duplicate());
        blocks.get(0).advance(y, slice);
        return y;
    }

    @Override
    public boolean givesAway() {
        return !blocks.isEmpty();
    }

    @Override
    public NDArray backward(Streams d) {
        step.forEachSlice(slice -> {
            NDArray d2 = slice.of(d.x2());
            NDArray d1 = d.isOne() ? d2.duplicate() : slice.of(d.x1());
            blocks.forEach(block -> block.backFrom(slice.of(x), d1, d2, slice));
            d2.addi(d1);
        });
        blocks.forEach(BlockStep::whole);
        x.close();
        return d.x2();
    }
}
