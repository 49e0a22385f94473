package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import dev.rewind.model.engine.GradMode;

/** The stem on a walk there and back: it keeps the clips, which are the caller's. */
final class StemStep {
    private final Step step;
    private final Stem stem;
    private final NDArray clips;

    /**
     * @param clips [B, 3, T, H, W]
     */
    StemStep(Step step, Stem stem, NDArray clips) {
        this.step = step;
        this.stem = stem;
        this.clips = clips;
    }

    /** The tokens of all clips, [B, N, C]. */
    NDArray forward() {
        NDArray x = clips.getManager().zeros(stem.shapeOut(step.batch()));
        step.forEachSlice(slice -> {
            if (step.written().isPresent()) {
                stem.forward(step.ops(), step.written().get(), slice.of(clips), slice.of(x));
            } else {
                slice.of(x).addi(stem.forward(step.ops(), slice.of(clips)));
            }
        });
        return x;
    }

    /** Takes over the gradient of the tokens. */
    void backward(NDArray dx) {
        step.forEachSlice(slice -> {
            if (step.written().isPresent()) {
                stem.back(step.gradients(), step.written().get(), slice.of(clips), slice.of(dx));
                return;
            }
            Weights leaves = step.leaves(stem::declare);
            try (GradMode on = GradMode.on()) {
                Autograd.backward(stem.forward(step.ops(leaves), slice.of(clips)), slice.of(dx));
            }
            step.gradients().addFrom(leaves);
        });
        step.whole(stem::declare);
        dx.close();
    }
}
