package dev.rewind.model.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.Fusion;
import dev.rewind.model.network.NetworkConfig;
import dev.rewind.model.network.Patch;
import dev.rewind.model.network.Pooling;
import dev.rewind.model.network.Position;
import dev.rewind.model.network.Projection;
import dev.rewind.model.network.Reversible;
import dev.rewind.model.network.Transition;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Reads the network out of a golden case's {@code config}, in the terms of the published code. */
final class CaseConfig {
    private static final String KERNEL = "pool_kvq_kernel";
    private static final String KV_STRIDE = "pool_kv_stride_adaptive";

    private final JsonNode config;

    private CaseConfig(JsonNode config) {
        this.config = config;
    }

    /**
     * The network of a case.
     *
     * @throws CaseException if it asks for what these networks do not have
     */
    static NetworkConfig read(JsonNode config) {
        return new CaseConfig(config).network();
    }

    private NetworkConfig network() {
        refuseUnless("input_channels", config.path("input_channels").asInt(3) == 3);
        refuseUnless("pool_mode", config.path("pool_mode").asText("conv").equals("conv"));
        for (String unsupported : List.of("pool_first", "rel_pos", "residual_pooling", "dim_mul_in_att")) {
            refuseUnless(unsupported, !config.path(unsupported).asBoolean(false));
        }
        refuseUnless("layernorm_eps", Math.abs(config.path("layernorm_eps").asDouble(1e-6) - 1e-6) < 1e-12);
        JsonNode size = required("input_hw");
        return new NetworkConfig(
                new Thw(
                        required("input_frames").asInt(),
                        size.get(0).asInt(),
                        size.get(1).asInt()),
                patch(),
                required("embed_dim").asInt(),
                required("num_heads_first").asInt(),
                required("depth").asInt(),
                required("mlp_ratio").asDouble(),
                new Projection(
                        required("separate_qkv").asBoolean(),
                        required("qkv_bias").asBoolean()),
                position(),
                required("cls_token").asBoolean(),
                pooling(),
                transitions(),
                reversible(),
                config.path("use_mean_pooling").asBoolean(false),
                required("num_classes").asInt(),
                config.path("drop_path").asDouble(0),
                config.path("dropout").asDouble(0));
    }

    private Patch patch() {
        boolean image = required("patch_2d").asBoolean();
        return new Patch(
                sizes(required("patch_kernel"), 1),
                sizes(required("patch_stride"), 1),
                sizes(required("patch_padding"), 0),
                image);
    }

    private Position position() {
        if (!config.path("use_abs_pos").asBoolean(true)) {
            return Position.NONE;
        }
        return required("sep_pos_embed").asBoolean() ? Position.SEPARABLE : Position.FULL;
    }

    private Pooling pooling() {
        if (isAbsent(KERNEL) && isAbsent(KV_STRIDE)) {
            return null;
        }
        refuseUnless(KERNEL + " without " + KV_STRIDE, !isAbsent(KERNEL) && !isAbsent(KV_STRIDE));
        return new Pooling(sizes(config.get(KERNEL), 1), sizes(config.get(KV_STRIDE), 1));
    }

    private List<Transition> transitions() {
        TreeMap<Integer, Transition> transitions = new TreeMap<>();
        for (JsonNode entry : required("pool_q_stride")) {
            Thw stride = new Thw(
                    entry.get(1).asInt(), entry.get(2).asInt(), entry.get(3).asInt());
            refuseUnless("pool_q_stride " + entry + " of 1 alone", stride.volume() > 1);
            transitions.put(entry.get(0).asInt(), new Transition(entry.get(0).asInt(), stride, 1, 1));
        }
        for (JsonNode entry : required("dim_mul")) {
            transitions.compute(
                    entry.get(0).asInt(), (layer, t) -> new Transition(layer, strideOf(t), whole(entry), 1));
        }
        for (JsonNode entry : required("head_mul")) {
            transitions.compute(
                    entry.get(0).asInt(),
                    (layer, t) -> new Transition(layer, strideOf(t), t == null ? 1 : t.dimMul(), whole(entry)));
        }
        return List.copyOf(transitions.values());
    }

    private Reversible reversible() {
        if (!required("reversible").asBoolean()) {
            return null;
        }
        JsonNode rev = required("rev");
        return new Reversible(
                Fusion.of(rev.path("pre_q_fusion").asText()),
                Reversible.ResidualPath.valueOf(rev.path("res_path").asText().toUpperCase(Locale.ROOT)),
                Fusion.of(rev.path("respath_fuse").asText()));
    }

    private static Thw strideOf(Transition transition) {
        return transition == null ? new Thw(1, 1, 1) : transition.stride();
    }

    private int whole(JsonNode entry) {
        double factor = entry.get(1).asDouble();
        refuseUnless("the factor of " + entry, factor == Math.rint(factor));
        return (int) factor;
    }

    /** Two sizes are those of an image, whose time axis gets the given one. */
    private static Thw sizes(JsonNode sizes, int time) {
        return sizes.size() == 2
                ? new Thw(time, sizes.get(0).asInt(), sizes.get(1).asInt())
                : new Thw(
                        sizes.get(0).asInt(), sizes.get(1).asInt(), sizes.get(2).asInt());
    }

    private boolean isAbsent(String key) {
        return config.path(key).isMissingNode() || config.get(key).isNull();
    }

    private JsonNode required(String key) {
        if (isAbsent(key)) {
            throw new CaseException("its config has no '" + key + "'");
        }
        return config.get(key);
    }

    private void refuseUnless(String what, boolean supported) {
        if (!supported) {
            throw new CaseException("these networks have no " + what + " as its config wants it: "
                    + config.path(what.split(" ", 2)[0]));
        }
    }
}
