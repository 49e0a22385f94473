package dev.rewind.model.imports;

import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.config.Pooling;
import dev.rewind.model.network.config.Transition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where the stages of a {@code cfg} meet, and how they pool: five lists that must agree. */
final class StageSettings {
    private static final Thw ONE = new Thw(1, 1, 1);
    private static final String Q_STRIDE = "MVIT.POOL_Q_STRIDE";
    private static final String KV_STRIDE = "MVIT.POOL_KV_STRIDE";
    private static final String KERNEL = "MVIT.POOL_KVQ_KERNEL";

    private final Settings settings;

    StageSettings(Settings settings) {
        this.settings = settings;
    }

    /** One kernel, and a stride that each transition divides; null where nothing is pooled. */
    Pooling pooling() {
        Setting adaptive = settings.get("MVIT.POOL_KV_STRIDE_ADAPTIVE");
        Map<Integer, Thw> each = strides(KV_STRIDE);
        if (adaptive.isNone() && each.isEmpty()) {
            settings.refuseUnless(qStrides().isEmpty(), Q_STRIDE, "pooled queries only where keys are pooled");
            return null;
        }
        settings.refuseUnless(!settings.get(KERNEL).isNone(), KERNEL, "one kernel for all pooling");
        Thw kernel = settings.get(KERNEL).sizes();
        if (!adaptive.isNone()) {
            return new Pooling(kernel, adaptive.sizes()); // from which building the network wrote the others
        }
        Pooling pooling = new Pooling(kernel, each.getOrDefault(0, ONE));
        settings.refuseUnless(
                each.equals(adapted(pooling.kvStride())),
                KV_STRIDE,
                "a stride in every layer, which shrinks as that of the queries grows");
        return pooling;
    }

    /** What happens where, by layer. */
    Map<Integer, Transition> transitions(boolean reversible) {
        Map<Integer, Thw> strides = qStrides();
        Map<Integer, Integer> dims = factors("MVIT.DIM_MUL");
        Map<Integer, Integer> heads = factors("MVIT.HEAD_MUL");
        TreeMap<Integer, Transition> transitions = new TreeMap<>();
        for (Map<Integer, ?> layers : List.of(strides, dims, heads)) {
            layers.keySet().forEach(layer -> transitions.put(layer, null));
        }
        if (reversible) {
            fuse(transitions);
        }
        transitions.replaceAll((layer, nothing) -> new Transition(
                layer, strides.getOrDefault(layer, ONE), dims.getOrDefault(layer, 1), heads.getOrDefault(layer, 1)));
        return transitions;
    }

    /** A reversible network fuses its streams where it buffers, whether or not anything changes there. */
    private void fuse(Map<Integer, Transition> transitions) {
        Setting buffered = settings.get("MVIT.REV.BUFFER_LAYERS");
        List<Integer> layers = buffered.items().stream()
                .map(layer -> layer.upTo(Setting.MOST_LAYERS))
                .toList();
        settings.refuseUnless(
                layers.containsAll(transitions.keySet()),
                buffered.key(),
                "both streams fused in every layer that pools or widens: " + transitions.keySet());
        layers.forEach(layer -> transitions.put(layer, null));
    }

    private Map<Integer, Thw> qStrides() {
        Map<Integer, Thw> strides = strides(Q_STRIDE);
        settings.refuseUnless(
                strides.values().stream().allMatch(stride -> stride.volume() > 1),
                Q_STRIDE,
                "pooled queries only where the stride is above 1");
        return strides;
    }

    /** The strides of keys and values in each layer. */
    private Map<Integer, Thw> adapted(Thw first) {
        Map<Integer, Thw> qStrides = qStrides();
        Map<Integer, Thw> adapted = new TreeMap<>();
        Thw stride = first;
        for (int layer = 0; layer < settings.get("MVIT.DEPTH").upTo(Setting.MOST_LAYERS); layer++) {
            stride = stride.dividedBy(qStrides.getOrDefault(layer, ONE));
            adapted.put(layer, stride);
        }
        return adapted;
    }

    private Map<Integer, Thw> strides(String key) {
        Map<Integer, Thw> strides = new TreeMap<>();
        for (Setting entry : settings.get(key).items()) {
            List<Setting> sizes = entry.items(4);
            strides.put(
                    sizes.get(0).upTo(Setting.MOST_LAYERS),
                    new Thw(
                            sizes.get(1).upTo(Setting.LARGEST),
                            sizes.get(2).upTo(Setting.LARGEST),
                            sizes.get(3).upTo(Setting.LARGEST)));
        }
        return strides;
    }

    private Map<Integer, Integer> factors(String key) {
        Map<Integer, Integer> factors = new TreeMap<>();
        for (Setting entry : settings.get(key).items()) {
            List<Setting> pair = entry.items(2);
            factors.put(pair.get(0).upTo(Setting.MOST_LAYERS), pair.get(1).upTo(Setting.LARGEST));
        }
        return factors;
    }
}
