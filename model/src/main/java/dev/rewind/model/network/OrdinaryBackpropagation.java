package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import dev.rewind.model.engine.GradMode;
import java.util.function.UnaryOperator;

/** The reference: one graph of the whole network. */
record OrdinaryBackpropagation(Network network) implements Backpropagation {
    @Override
    public Result run(Weights weights, Pass pass, NDArray input, UnaryOperator<NDArray> loss) {
        try (GradMode on = GradMode.on()) {
            NDArray logits = network.forward(weights, pass, input);
            NDArray value = loss.apply(logits);
            Gradients.backward(value, value.onesLike());
            return new Result(logits.stopGradient(), value.getFloat());
        }
    }
}
