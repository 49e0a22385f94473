package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.engine.GradMode;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Where the way there ends and the way back begins: features of all samples, their logits and loss, and its gradient, which
 * the head carries back to both streams. It keeps the features and the gradient of the logits, a row for each sample.
 */
final class HeadStep {
    private final Step step;
    private final Head head;
    private final StreamFusion end;
    private Pass.Mask drop;
    private NDArray features;
    private NDArray dLogits;

    HeadStep(Step step, RevMViT network) {
        this.step = step;
        this.head = network.head();
        this.end = network.end();
    }

    /** Logits of all samples, [B, classes], and their loss. */
    Backpropagation.Result forward(Run before, NDArray like, UnaryOperator<NDArray> loss) {
        drop = head.dropout(step.pass(), like);
        features = Slice.concatenate(
                step.batch(), step.slice(), slice -> features(step.ops(), before.output(slice), slice));
        NDArray logits = head.classify(step.ops(), features);
        try (GradMode on = GradMode.on()) {
            NDArray leaf = Autograd.leaf(logits);
            NDArray value = loss.apply(leaf);
            Autograd.backward(value, value.onesLike());
            dLogits = leaf.getGradient();
            return new Backpropagation.Result(logits, value.getFloat());
        }
    }

    /** Gradients of both streams, each of the shape given. */
    Streams backward(Run before, Shape shape) {
        NDArray dFeatures;
        try (LayerMemory memory = LayerMemory.consuming()) {
            dFeatures = head.classifyBack(step.gradients(), features, dLogits);
            memory.keep(dFeatures);
        }
        step.whole(head::declareClassifier);
        Streams d = new Streams(
                dLogits.getManager().zeros(shape), dLogits.getManager().zeros(shape));
        step.forEachSlice(slice -> {
            Weights leaves = step.leaves(this::declareFeatures);
            Streams y = before.output(slice);
            Streams ends = new Streams(Autograd.leaf(y.x1()), Autograd.leaf(y.x2()));
            try (GradMode on = GradMode.on()) {
                Autograd.backward(features(step.ops(leaves), ends, slice), slice.of(dFeatures));
            }
            step.gradients().addFrom(leaves);
            slice.of(d.x1()).addi(ends.x1().getGradient());
            slice.of(d.x2()).addi(ends.x2().getGradient());
        });
        step.whole(this::declareFeatures);
        return d;
    }

    /** What the classifier reads of some samples, [b, C]. */
    private NDArray features(Ops ops, Streams y, Slice slice) {
        return drop.of(slice).apply(head.features(ops, end.forward(ops, y), (name, activation) -> {}));
    }

    private void declareFeatures(Map<String, Shape> shapes) {
        end.declare(shapes);
        head.declareNorm(shapes);
    }
}
