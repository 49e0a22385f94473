package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.engine.GradMode;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Where the way there ends and the way back begins: logits, their loss, and its gradient, which the head carries back to
 * both streams. It keeps nothing but the gradient of the logits.
 */
final class HeadStep {
    private final Step step;
    private final Head head;
    private final StreamFusion end;
    private Pass.Mask drop;
    private NDArray dLogits;

    HeadStep(Step step, RevMViT network) {
        this.step = step;
        this.head = network.head();
        this.end = network.end();
    }

    /** Logits of all samples, [B, classes], and their loss. */
    Backpropagation.Result forward(Run before, NDArray like, UnaryOperator<NDArray> loss) {
        drop = head.dropout(step.pass(), like);
        NDArray logits =
                Slice.concatenate(step.batch(), step.slice(), slice -> logits(step.ops(), before.output(slice), slice));
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
        Streams d = new Streams(
                dLogits.getManager().zeros(shape), dLogits.getManager().zeros(shape));
        step.forEachSlice(slice -> {
            Weights leaves = step.leaves(this::declare);
            Streams y = before.output(slice);
            Streams ends = new Streams(Autograd.leaf(y.x1()), Autograd.leaf(y.x2()));
            try (GradMode on = GradMode.on()) {
                Autograd.backward(logits(step.ops(leaves), ends, slice), slice.of(dLogits));
            }
            step.gradients().addFrom(leaves);
            slice.of(d.x1()).addi(ends.x1().getGradient());
            slice.of(d.x2()).addi(ends.x2().getGradient());
        });
        step.whole(this::declare);
        return d;
    }

    private NDArray logits(Ops ops, Streams y, Slice slice) {
        return head.forward(ops, end.forward(ops, y), drop.of(slice), (name, activation) -> {});
    }

    private void declare(Map<String, Shape> shapes) {
        end.declare(shapes);
        head.declare(shapes);
    }
}
