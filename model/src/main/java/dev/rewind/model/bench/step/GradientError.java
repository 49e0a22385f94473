package dev.rewind.model.bench.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.rewind.model.kernels.Dtype;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.network.Backpropagation;
import dev.rewind.model.network.Gradients;
import dev.rewind.model.verify.RoundingNoise;
import java.util.Set;

/**
 * How far a step's gradients are from those of ordinary autograd in 32 bits: the largest difference in a tensor over the
 * tensor's largest value, in the worst of all tensors. The reference takes the batch clip by clip, for want of memory.
 */
final class GradientError {
    private GradientError() {}

    static double of(ReadyModel model) {
        try (Gradients step = new Gradients(model.weights());
                Gradients reference = new Gradients(model.weights())) {
            model.step().addTo(step);
            Backpropagation ordinary = Backpropagation.ordinary(model.network());
            Kernels exact = Kernels.fast(Dtype.FP32);
            for (int clip = 0; clip < model.job().settings().batch(); clip++) {
                try (NDScope scope = new NDScope()) {
                    model.step().ofClip(clip, ordinary, exact).addTo(reference);
                }
            }
            Set<String> names = model.weights().asMap().keySet();
            return names.stream()
                    .filter(name -> !RoundingNoise.is(name, names))
                    .mapToDouble(name -> error(step.get(name), reference.get(name)))
                    .max()
                    .orElse(0);
        }
    }

    private static double error(NDArray actual, NDArray expected) {
        try (NDScope scope = new NDScope()) {
            double difference = actual.sub(expected).abs().max().getFloat();
            return difference == 0 ? 0 : difference / expected.abs().max().getFloat();
        }
    }
}
