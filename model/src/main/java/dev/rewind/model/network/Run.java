package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Reversible blocks between two stage transitions on a walk there and back; X1 = X2 = x at their beginning. */
sealed interface Run permits ReversibleRun, RepeatedRun {
    /** The run of these blocks. */
    static Run of(Step step, List<ReversibleBlock> blocks) {
        List<BlockStep> steps =
                blocks.stream().map(block -> new BlockStep(step, block)).toList();
        return steps.size() > 1 ? new ReversibleRun(step, steps) : new RepeatedRun(step, steps);
    }

    /** Takes over x, [B, N, C]. */
    void forward(NDArray x);

    /** The streams at the end for some samples, [b, N, C] each, in floats. */
    Streams output(Slice slice);

    /** Whether those are the caller's to overwrite. */
    boolean givesAway();

    /**
     * The way back.
     *
     * @param d gradients of both streams at the end, taken over; they may be one array
     * @return the gradient of x
     */
    NDArray backward(Streams d);
}
