package dev.rewind.model.bench.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.network.Backpropagation;
import dev.rewind.model.network.Gradients;
import dev.rewind.model.network.Pass;

/**
 * Forward, loss and backward of a batch. Nothing is dropped, so that every layer has its work.
 *
 * @param backpropagation the way back
 * @param kernels what computes
 * @param input [B, 3, T, H, W]
 * @param targets [B, classes], a distribution for each clip
 */
record TrainingStep(Backpropagation backpropagation, Kernels kernels, NDArray input, NDArray targets) {
    /** Adds the batch's gradients; done when it returns, on a GPU, too. */
    void addTo(Gradients gradients) {
        try (NDScope scope = new NDScope()) {
            backpropagation.run(gradients, Pass.serving(kernels), input, this::loss);
            String any = gradients.weights().asMap().keySet().iterator().next();
            gradients.get(any).flatten().getFloat(0); // reading waits for a GPU
        }
    }

    /** The cross-entropy, added up over the batch: so the gradients of clips one by one add up to those of all. */
    private NDArray loss(NDArray logits) {
        return logits.logSoftmax(-1).mul(targets).sum().neg();
    }

    /** The same for one clip of the batch, another way. */
    TrainingStep ofClip(long clip, Backpropagation way, Kernels others) {
        String only = clip + ":" + (clip + 1);
        return new TrainingStep(way, others, input.get(only), targets.get(only));
    }
}
