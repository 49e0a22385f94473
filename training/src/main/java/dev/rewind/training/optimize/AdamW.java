package dev.rewind.training.optimize;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.rewind.model.checkpoint.Tensor;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.kernels.TorchScript;
import dev.rewind.model.network.Gradients;
import dev.rewind.model.network.Weights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * AdamW (Loshchilov and Hutter, ICLR 2019) in one fused call for many parameters, betas 0.9 and 0.999. Parameters of one
 * axis (biases, layer norms) do not decay. A running average of the weights is kept beside them where one is wanted.
 */
public final class AdamW implements AutoCloseable {
    private static final TorchScript SCRIPT = TorchScript.load(AdamW.class, "adamw");

    private final NDManager manager;
    private final Optimization settings;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();

    /** @param weights what to update; never recorded by a graph */
    public AdamW(Weights weights, Optimization settings) {
        this.manager = weights.manager().newSubManager();
        this.settings = settings;
        weights.asMap()
                .forEach((name, weight) -> parameters.put(
                        name,
                        Parameter.of(weight, manager, settings.averageSteps().isPresent())));
    }

    /**
     * One update of all parameters from gradients, which are spent and freed. Where their length is no number, nothing is
     * updated.
     *
     * @param averageShare how far the average moves towards the new weights, in (0, 1]
     * @return the gradients' length before clipping
     */
    public float step(Gradients from, double learningRate, double averageShare) {
        return step(from, parameters.keySet(), learningRate, averageShare);
    }

    /** The same for some parameters, each of which is to be updated once before any is updated again. */
    public float step(Gradients from, Set<String> names, double learningRate, double averageShare) {
        try (GradMode off = GradMode.off();
                NDScope scope = new NDScope()) {
            List<NDArray> gradients = names.stream().map(from::get).toList();
            NDArray norm = SCRIPT.call("norm", lists(List.of(gradients))).head();
            float length = norm.getFloat();
            if (!Float.isFinite(length)) {
                return length;
            }
            settings.clipNorm()
                    .ifPresent(limit ->
                            SCRIPT.call("clip", lists(List.of(gradients), norm, manager.create((float) limit))));
            List<String> matrices = names.stream()
                    .filter(name -> parameters.get(name).isMatrix())
                    .toList();
            List<String> vectors = names.stream()
                    .filter(name -> !parameters.get(name).isMatrix())
                    .toList();
            update(from, matrices, learningRate, settings.weightDecay());
            update(from, vectors, learningRate, 0);
            if (averages()) {
                average(names, averageShare);
            }
            from.clear(names);
            return length;
        }
    }

    private void update(Gradients from, List<String> names, double learningRate, double decay) {
        if (names.isEmpty()) {
            return;
        }
        SCRIPT.call(
                "step",
                lists(
                        List.of(
                                arrays(names, Parameter::weight),
                                names.stream().map(from::get).toList(),
                                arrays(names, Parameter::first),
                                arrays(names, Parameter::second),
                                arrays(names, Parameter::count)),
                        manager.create(new float[] {(float) learningRate, (float) decay})));
    }

    private void average(Set<String> names, double share) {
        SCRIPT.call(
                "average",
                lists(
                        List.of(arrays(names, Parameter::average), arrays(names, Parameter::weight)),
                        manager.create((float) share)));
    }

    private boolean averages() {
        return settings.averageSteps().isPresent();
    }

    /** Puts the averaged weights, where there are any, in the place of the last ones. */
    public void useAverage() {
        if (!averages()) {
            return;
        }
        try (GradMode off = GradMode.off();
                NDScope scope = new NDScope()) {
            Set<String> all = parameters.keySet();
            SCRIPT.call("copy", lists(List.of(arrays(all, Parameter::weight), arrays(all, Parameter::average))));
        }
    }

    /** All that it must know to go on, the weights among it: an array for each parameter, by kind and name. */
    public Map<String, Map<String, NDArray>> memory() {
        Map<String, Map<String, NDArray>> memory = new LinkedHashMap<>();
        memory.put("weights", named(Parameter::weight));
        memory.put("first-moments", named(Parameter::first));
        memory.put("second-moments", named(Parameter::second));
        if (averages()) {
            memory.put("averages", named(Parameter::average));
        }
        return memory;
    }

    /**
     * Goes on where another left off.
     *
     * @param steps that the other had done
     * @param memory its {@link #memory()}, by kind
     * @throws IllegalArgumentException if that is of other parameters
     */
    public void recall(long steps, Function<String, Map<String, Tensor>> memory) {
        try (GradMode off = GradMode.off()) {
            memory().forEach((kind, arrays) -> {
                Map<String, Tensor> saved = memory.apply(kind);
                if (!saved.keySet().equals(arrays.keySet())) {
                    throw new IllegalArgumentException("the " + kind + " are those of " + saved.keySet()
                            + ", but the network has " + arrays.keySet());
                }
                saved.forEach((name, tensor) -> copy(tensor, arrays.get(name)));
            });
            parameters.values().forEach(parameter -> {
                parameter.count().muli(0);
                parameter.count().addi((float) steps);
            });
        }
    }

    private void copy(Tensor tensor, NDArray array) {
        try (NDScope scope = new NDScope()) {
            NDArray saved = manager.create(tensor.values().duplicate(), new Shape(tensor.shape()));
            SCRIPT.call("copy", lists(List.of(List.of(array), List.of(saved))));
        }
    }

    private Map<String, NDArray> named(Function<Parameter, NDArray> part) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> arrays.put(name, part.apply(parameter)));
        return arrays;
    }

    private List<NDArray> arrays(Collection<String> names, Function<Parameter, NDArray> part) {
        return names.stream().map(name -> part.apply(parameters.get(name))).toList();
    }

    /** DJL forms one list of all arrays of one name. */
    private static NDArray[] lists(List<List<NDArray>> lists, NDArray... others) {
        List<NDArray> arguments = new ArrayList<>();
        for (int i = 0; i < lists.size(); i++) {
            for (NDArray array : lists.get(i)) {
                array.setName("list" + i + "[]");
                arguments.add(array);
            }
        }
        arguments.addAll(List.of(others));
        return arguments.toArray(NDArray[]::new);
    }

    @Override
    public void close() {
        manager.close();
    }

    /**
     * A parameter and what AdamW remembers of it.
     *
     * @param weight a detached view of its memory: updates in place are not recorded, and names may change
     * @param count updates so far, one number
     * @param average null where none is wanted
     */
    private record Parameter(NDArray weight, NDArray first, NDArray second, NDArray count, NDArray average) {
        static Parameter of(NDArray weight, NDManager manager, boolean averages) {
            return new Parameter(
                    attached(manager, JniUtils.detachGradient((PtNDArray) weight)),
                    manager.zeros(weight.getShape()),
                    manager.zeros(weight.getShape()),
                    manager.create(0f),
                    averages ? attached(manager, weight.duplicate()) : null);
        }

        /** Whether it decays: biases and layer norms have one axis. */
        boolean isMatrix() {
            return weight.getShape().dimension() > 1;
        }

        private static NDArray attached(NDManager manager, NDArray array) {
            array.attach(manager);
            return array;
        }
    }
}
