package dev.rewind.model.verify;

import ai.djl.ndarray.NDArray;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Every tensor as it was: {@code io.npz} and {@code grads_f64.npz}. */
final class SavedTensors implements Expectation {
    private final Map<String, Npz.Tensor> io;
    private final Map<String, Npz.Tensor> gradients;

    SavedTensors(Path folder) {
        this.io = Npz.read(folder.resolve("io.npz"));
        this.gradients = Npz.read(folder.resolve("grads_f64.npz"));
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
        Npz.Tensor loss = saved(io, "loss");
        if (loss.shape().size() != 1) {
            throw new CaseException("'loss' should be one number, but is " + loss.shape());
        }
        return new Deviation("loss", Math.abs(actual - loss.values().get(0)), TOLERANCE);
    }

    @Override
    public Set<String> gradients() {
        return gradients.keySet();
    }

    @Override
    public Deviation gradient(String parameter, NDArray actual) {
        Npz.Tensor expected = saved(gradients, parameter);
        return RoundingNoise.is(parameter, gradients.keySet())
                ? new Deviation(parameter, largestError(parameter, actual, expected), NOISE)
                : relative(parameter, actual, expected);
    }

    private static Deviation relative(String name, NDArray actual, Npz.Tensor expected) {
        FloatBuffer values = expected.values();
        double largest = IntStream.range(0, values.limit())
                .mapToDouble(i -> Math.abs(values.get(i)))
                .reduce(0, Math::max);
        return new Deviation(name, largestError(name, actual, expected), TOLERANCE * largest);
    }

    /** NaN where either side has one. */
    private static double largestError(String name, NDArray actual, Npz.Tensor expected) {
        if (!actual.getShape().equals(expected.shape())) {
            throw new CaseException(
                    name + " is " + actual.getShape() + " here, but " + expected.shape() + " in the case");
        }
        float[] values = actual.toFloatArray();
        return IntStream.range(0, values.length)
                .mapToDouble(
                        i -> Math.abs((double) values[i] - expected.values().get(i)))
                .reduce(0, Math::max);
    }

    private static Npz.Tensor saved(Map<String, Npz.Tensor> tensors, String name) {
        Npz.Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new CaseException("it has no tensor '" + name + "'; it has " + tensors.keySet());
        }
        return tensor;
    }
}
