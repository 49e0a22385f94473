package dev.rewind.model.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Every tensor as it was: {@code io.npz} and {@code grads_f64.npz}. */
final class SavedTensors implements Expectation {
    private final Map<String, NDArray> io;
    private final Map<String, NDArray> gradients;

    SavedTensors(Path folder, NDManager manager) {
        this.io = Npz.read(manager, folder.resolve("io.npz"));
        this.gradients = Npz.read(manager, folder.resolve("grads_f64.npz"));
    }

    @Override
    public Deviation activation(String name, NDArray actual) {
        return relative(name, actual, saved(io, name));
    }

    @Override
    public Deviation logits(NDArray actual) {
        return new Deviation("logits", largestError("logits", actual, saved(io, "logits")), TOLERANCE);
    }

    @Override
    public Deviation loss(double actual) {
        return new Deviation("loss", Math.abs(actual - saved(io, "loss").toFloatArray()[0]), TOLERANCE);
    }

    @Override
    public Set<String> gradients() {
        return gradients.keySet();
    }

    @Override
    public Deviation gradient(String parameter, NDArray actual) {
        NDArray expected = saved(gradients, parameter);
        return Expectation.isNoise(parameter, gradients.keySet())
                ? new Deviation(parameter, largestError(parameter, actual, expected), NOISE)
                : relative(parameter, actual, expected);
    }

    private static Deviation relative(String name, NDArray actual, NDArray expected) {
        double largest = expected.abs().max().getFloat();
        return new Deviation(name, largestError(name, actual, expected), TOLERANCE * largest);
    }

    private static double largestError(String name, NDArray actual, NDArray expected) {
        if (!actual.getShape().equals(expected.getShape())) {
            throw new CaseException(
                    name + " is " + actual.getShape() + " here, but " + expected.getShape() + " in the case");
        }
        return actual.sub(expected).abs().max().getFloat();
    }

    private static NDArray saved(Map<String, NDArray> tensors, String name) {
        NDArray tensor = tensors.get(name);
        if (tensor == null) {
            throw new CaseException("it has no tensor '" + name + "'; it has " + tensors.keySet());
        }
        return tensor;
    }
}
