package dev.rewind.training.optimize;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.kernels.TorchScript;
import dev.rewind.model.network.Gradients;
import dev.rewind.model.network.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * AdamW (Loshchilov and Hutter, ICLR 2019) in one fused call for all parameters, betas 0.9 and 0.999. Parameters of one
 * axis (biases, layer norms) do not decay. A running average of the weights is kept beside them.
 */
public final class AdamW implements AutoCloseable {
    private static final TorchScript SCRIPT = TorchScript.load(AdamW.class, "adamw");

    private final NDManager manager;
    private final List<Group> groups;
    private final double clipNorm;

    /** @param weights what to update; never recorded by a graph */
    public AdamW(Weights weights, Optimization settings) {
        this.manager = weights.manager().newSubManager();
        this.clipNorm = settings.clipNorm();
        List<Map.Entry<String, NDArray>> all = List.copyOf(weights.asMap().entrySet());
        this.groups = Stream.of(true, false)
                .map(decays -> new Group(
                        manager,
                        all.stream()
                                .filter(entry -> (entry.getValue().getShape().dimension() > 1) == decays)
                                .toList(),
                        decays ? settings.weightDecay() : 0))
                .filter(group -> !group.weights.isEmpty())
                .toList();
    }

    /**
     * One update from gradients, which are spent: they are zero afterwards.
     *
     * @param averageShare how far the average moves towards the new weights, in (0, 1]
     * @return the gradients' length before clipping
     */
    public float step(Gradients from, double learningRate, double averageShare) {
        try (GradMode off = GradMode.off();
                NDScope scope = new NDScope()) {
            List<NDArray> gradients = new ArrayList<>();
            groups.forEach(group -> gradients.addAll(group.gradients(from)));
            float norm = SCRIPT.call("clip", arguments(List.of(gradients), manager.create((float) clipNorm)))
                    .head()
                    .getFloat();
            int first = 0;
            for (Group group : groups) {
                List<NDArray> own = gradients.subList(first, first += group.weights.size());
                NDArray settings = manager.create(new float[] {(float) learningRate, (float) group.decay});
                SCRIPT.call(
                        "step",
                        arguments(List.of(group.weights, own, group.first, group.second, group.counts), settings));
                SCRIPT.call("average", arguments(List.of(group.averages, group.weights), manager.create((float)
                        averageShare)));
            }
            return norm;
        }
    }

    /** Puts the averaged weights in the place of the last ones. */
    public void useAverage() {
        try (GradMode off = GradMode.off();
                NDScope scope = new NDScope()) {
            for (Group group : groups) {
                SCRIPT.call("average", arguments(List.of(group.weights, group.averages), manager.create(1f)));
            }
        }
    }

    /** DJL forms one list of all arrays of one name. */
    private static NDArray[] arguments(List<List<NDArray>> lists, NDArray last) {
        List<NDArray> arguments = new ArrayList<>();
        for (int i = 0; i < lists.size(); i++) {
            for (NDArray array : lists.get(i)) {
                array.setName("list" + i + "[]");
                arguments.add(array);
            }
        }
        arguments.add(last);
        return arguments.toArray(NDArray[]::new);
    }

    @Override
    public void close() {
        manager.close();
    }

    /** Parameters with one decay, and what AdamW remembers of each. */
    private static final class Group {
        private final List<String> names;
        private final List<NDArray> weights;
        private final List<NDArray> first;
        private final List<NDArray> second;
        private final List<NDArray> counts;
        private final List<NDArray> averages;
        private final double decay;

        Group(NDManager manager, List<Map.Entry<String, NDArray>> parameters, double decay) {
            this.names = parameters.stream().map(Map.Entry::getKey).toList();
            this.decay = decay;
            // Detached views of the same memory: updates in place are not recorded, and names may change.
            this.weights = parameters.stream()
                    .map(p -> attached(manager, JniUtils.detachGradient((PtNDArray) p.getValue())))
                    .toList();
            this.first = weights.stream().map(w -> manager.zeros(w.getShape())).toList();
            this.second = weights.stream().map(w -> manager.zeros(w.getShape())).toList();
            this.counts = weights.stream().map(w -> manager.create(0f)).toList();
            this.averages =
                    weights.stream().map(w -> attached(manager, w.duplicate())).toList();
        }

        List<NDArray> gradients(Gradients all) {
            return names.stream().map(all::get).toList();
        }

        private static NDArray attached(NDManager manager, NDArray array) {
            array.attach(manager);
            return array;
        }
    }
}
