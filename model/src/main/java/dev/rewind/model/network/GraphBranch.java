package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import dev.rewind.model.engine.GradMode;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Any function, by a graph of its own: the reference for those that are written out, and what a GPU uses.
 *
 * @param parameters names of those that it reads
 */
record GraphBranch(Gradients gradients, Pass pass, Set<String> parameters, BiFunction<Ops, NDArray, NDArray> function)
        implements Branch {
    @Override
    public void add(NDArray u, NDArray rest, Pass.Mask drop) {
        // With gradients on, though nothing here asks for any: the kernels must be those of the way back.
        try (GradMode on = GradMode.on()) {
            NDArray h = drop.apply(function.apply(new Ops(gradients.weights(), pass), StreamFormat.real(u)));
            StreamFormat.add(rest, h);
        }
    }

    @Override
    public void back(NDArray u, NDArray g, NDArray du, NDArray rest, Pass.Mask drop) {
        Weights leaves = gradients.leaves(parameters);
        NDArray leaf = Autograd.leaf(StreamFormat.real(u));
        NDArray h;
        try (GradMode on = GradMode.on()) {
            h = drop.apply(function.apply(new Ops(leaves, pass), leaf));
            Autograd.backward(h, g);
        }
        if (rest != null) {
            StreamFormat.subtract(rest, h.stopGradient());
        }
        gradients.addFrom(leaves);
        du.addi(leaf.getGradient());
    }
}
