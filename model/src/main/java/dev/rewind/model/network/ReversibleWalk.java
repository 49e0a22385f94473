package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import dev.rewind.model.engine.GradMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Training without activations (Mangalam et al., CVPR 2022, section 3.2). The forward pass records no graph; it keeps the
 * streams at the end of each run of reversible blocks, and nothing within one. The walk back takes a layer at a time,
 * recomputes its functions under a graph of their own, and rebuilds its input from its output:
 *
 * <pre>
 * reversible block                          stage transition
 *   X2  = Y2 - G(Y1)                          Y = T(X1, X2) again, from X1 and X2, which were kept
 *   dY1 = dY1 + (dG/dY1)T dY2                 dX1 = (dT/dX1)T (dY1 + dY2)
 *   X1  = Y1 - F(X2)                          dX2 = (dT/dX2)T (dY1 + dY2)
 *   dX2 = dY2 + (dF/dX2)T dY1
 *   dX1 = dY1                               stem and head, once more under a graph
 * </pre>
 *
 * A block's lines all happen in the four arrays Y1, Y2, dY1 and dY2, some samples of the batch at a time.
 */
final class ReversibleWalk implements Backpropagation {
    private final RevMViT network;
    private final int slice;

    ReversibleWalk(Network network, int slice) {
        if (!(network instanceof RevMViT reversible)) {
            throw new IllegalArgumentException(
                    "an ordinary network has one stream and cannot be walked back; train it the ordinary way");
        }
        if (slice < 1) {
            throw new IllegalArgumentException("a layer takes at least one sample at a time, but slice was " + slice);
        }
        this.network = reversible;
        this.slice = slice;
    }

    @Override
    public Result run(Gradients gradients, Pass pass, NDArray input, UnaryOperator<NDArray> loss) {
        try (GradMode off = GradMode.off();
                LayerMemory memory = LayerMemory.consuming()) {
            Walk walk = new Walk(gradients, pass, input);
            walk.forward();
            Result result = walk.head(loss);
            walk.back();
            walk.finish();
            memory.keep(result.logits());
            return result;
        }
    }

    /** One pass there and back. */
    private final class Walk {
        private final Gradients gradients;
        private final Weights leaves;
        private final Ops ops;
        private final NDArray input;
        private final long batch;
        private final List<Pass.DropPath> drops = new ArrayList<>();
        /** The inputs of the transitions passed, the last one on top. */
        private final Deque<Streams> kept = new ArrayDeque<>();
        /** The streams where the walk stands. */
        private Streams x;
        /** Their gradients, on the way back. */
        private Streams d;

        Walk(Gradients gradients, Pass pass, NDArray input) {
            this.gradients = gradients;
            this.leaves = gradients.leaves(gradients.weights().asMap().keySet());
            this.ops = new Ops(leaves, pass);
            this.input = input;
            this.batch = input.getShape().get(0);
        }

        void forward() {
            NDArray tokens = Slice.concatenate(batch, slice, part -> network.stem(ops, part.of(input)));
            x = new Streams(tokens, tokens);
            for (RevMViT.Layer layer : network.layers()) {
                Pass.DropPath drop = ops.pass().dropPath(layer.dropPath(), x.x1());
                drops.add(drop);
                if (layer instanceof ReversibleBlock block) {
                    advance(block, drop);
                } else {
                    kept.push(x);
                    Streams before = x;
                    NDArray y =
                            Slice.concatenate(batch, slice, part -> layer.forward(ops, part.of(before), drop.of(part))
                                    .x1());
                    x = new Streams(y, y);
                }
            }
        }

        /** Y1 = X1 + F(X2) and Y2 = X2 + G(Y1), in place. */
        private void advance(ReversibleBlock block, Pass.DropPath drop) {
            if (x.x1() == x.x2()) {
                x = new Streams(x.x1().duplicate(), x.x2()); // a run begins with both streams the same
            }
            Slice.forEach(batch, slice, part -> {
                Streams y = part.of(x);
                y.x1().addi(block.f(ops, y.x2(), drop.of(part)));
                y.x2().addi(block.g(ops, y.x1(), drop.of(part)));
            });
        }

        /** Logits and loss, and the gradients that the walk back begins with. */
        Result head(UnaryOperator<NDArray> loss) {
            Streams leaves = new Streams(Autograd.leaf(x.x1()), Autograd.leaf(x.x2()));
            try (GradMode on = GradMode.on()) {
                NDArray logits = network.head(ops, network.fuse(ops, leaves), (name, activation) -> {});
                NDArray value = loss.apply(logits);
                Autograd.backward(value, value.onesLike());
                d = new Streams(leaves.x1().getGradient(), leaves.x2().getGradient());
                return new Result(logits.stopGradient(), value.getFloat());
            }
        }

        /** Hands the gradients over. */
        void finish() {
            gradients.addFrom(leaves);
            gradients.whole(leaves.asMap().keySet());
        }

        void back() {
            for (int i = network.layers().size() - 1; i >= 0; i--) {
                RevMViT.Layer layer = network.layers().get(i);
                if (layer instanceof ReversibleBlock block) {
                    undo(block, drops.get(i));
                } else {
                    recompute(layer, drops.get(i));
                }
            }
            Slice.forEach(batch, slice, part -> {
                try (GradMode on = GradMode.on()) {
                    NDArray tokens = network.stem(ops, part.of(input));
                    Autograd.backward(tokens, part.of(d.x1()).add(part.of(d.x2())));
                }
            });
        }

        /** Turns Y1, Y2 and their gradients into X1, X2 and theirs, in place. */
        private void undo(ReversibleBlock block, Pass.DropPath drop) {
            Slice.forEach(batch, slice, part -> {
                Streams y = part.of(x);
                Streams dy = part.of(d);
                vjp(y.x1(), dy.x2(), dy.x1(), y.x2(), y1 -> block.g(ops, y1, drop.of(part)));
                vjp(y.x2(), dy.x1(), dy.x2(), y.x1(), x2 -> block.f(ops, x2, drop.of(part)));
            });
        }

        /** For h = function(u): subtracts h from rest, and adds (dh/du)T upstream to du. */
        private void vjp(NDArray u, NDArray upstream, NDArray du, NDArray rest, UnaryOperator<NDArray> function) {
            NDArray leaf = Autograd.leaf(u);
            NDArray h;
            try (GradMode on = GradMode.on()) {
                h = function.apply(leaf);
                Autograd.backward(h, upstream);
            }
            rest.subi(h);
            du.addi(leaf.getGradient());
        }

        /** Goes back over a transition, from its kept input. */
        private void recompute(RevMViT.Layer transition, Pass.DropPath drop) {
            Streams upstream = d;
            Streams before = kept.pop();
            Streams gradients = new Streams(before.x1().zerosLike(), before.x2().zerosLike());
            Slice.forEach(batch, slice, part -> {
                Streams leaves = new Streams(Autograd.leaf(part.of(before.x1())), Autograd.leaf(part.of(before.x2())));
                try (GradMode on = GradMode.on()) {
                    NDArray y = transition.forward(ops, leaves, drop.of(part)).x1();
                    Autograd.backward(y, part.of(upstream.x1()).add(part.of(upstream.x2())));
                }
                part.of(gradients.x1()).addi(leaves.x1().getGradient());
                part.of(gradients.x2()).addi(leaves.x2().getGradient());
            });
            x = before;
            d = gradients;
        }
    }
}
