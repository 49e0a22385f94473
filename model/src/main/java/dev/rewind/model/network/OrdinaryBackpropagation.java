package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import dev.rewind.model.engine.GradMode;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The reference: one graph of the whole network. */
record OrdinaryBackpropagation(Network network) implements Backpropagation {
    @Override
    public Result run(Gradients gradients, Pass pass, NDArray input, UnaryOperator<NDArray> loss) {
        try (GradMode on = GradMode.on()) {
            Set<String> names = gradients.weights().asMap().keySet();
            Weights leaves = gradients.leaves(names);
            NDArray logits = network.forward(leaves, pass, input);
            NDArray value = loss.apply(logits);
            Autograd.backward(value, value.onesLike());
            gradients.addFrom(leaves);
            gradients.whole(names);
            return new Result(logits.stopGradient(), value.getFloat());
        }
    }
}
