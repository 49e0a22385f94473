package dev.rewind.model.verify;

import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.config.Fusion;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Patch;
import dev.rewind.model.network.config.Pooling;
import dev.rewind.model.network.config.Position;
import dev.rewind.model.network.config.Projection;
import dev.rewind.model.network.config.Reversible;
import dev.rewind.model.network.config.Transition;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Reads the network out of a golden case's {@code config}, in the terms of the published code. */
final class CaseConfig {
    private static final String KERNEL = "pool_kvq_kernel";
    private static final String KV_STRIDE = "pool_kv_stride_adaptive";

    /** Bounds far above any network, so that a damaged case cannot ask for an endless one. */
    private static final int MOST_LAYERS = 1_000;

    private static final int LARGEST = 1_000_000;

    private final CaseNode config;

    private CaseConfig(CaseNode config) {
        this.config = config;
    }

    /**
     * The network of a case.
     *
     * @throws CaseException if it asks for what these networks do not have
     */
    static NetworkConfig read(CaseNode config) {
        if (!config.has("reversible")) {
            throw new CaseException("this version runs Rev-MViT, Rev-ViT, MViT and ViT alone, but the case is of "
                    + (config.has("reference") ? config.get("reference").text() : "another network"));
        }
        return new CaseConfig(config).network();
    }

    private NetworkConfig network() {
        refuseUnless("input_channels", !config.has("input_channels") || size("input_channels") == 3);
        refuseUnless(
                "pool_mode",
                !config.has("pool_mode") || config.get("pool_mode").text().equals("conv"));
        for (String unsupported : List.of("pool_first", "rel_pos", "residual_pooling", "dim_mul_in_att")) {
            refuseUnless(unsupported, !flag(unsupported, false));
        }
        refuseUnless("layernorm_eps", Math.abs(number("layernorm_eps", 1e-6) - 1e-6) < 1e-12);
        CaseNode pixels = config.get("input_hw");
        return new NetworkConfig(
                new Thw(size("input_frames"), size(pixels.at(0)), size(pixels.at(1))),
                patch(),
                size("embed_dim"),
                size("num_heads_first"),
                config.get("depth").upTo(MOST_LAYERS),
                config.get("mlp_ratio").number(),
                new Projection(
                        config.get("separate_qkv").flag(),
                        config.get("qkv_bias").flag()),
                position(),
                config.get("cls_token").flag(),
                pooling(),
                transitions(),
                reversible(),
                flag("use_mean_pooling", false),
                size("num_classes"),
                number("drop_path", 0),
                number("dropout", 0));
    }

    private Patch patch() {
        return new Patch(
                sizes(config.get("patch_kernel"), 1),
                sizes(config.get("patch_stride"), 1),
                sizes(config.get("patch_padding"), 0),
                config.get("patch_2d").flag());
    }

    private Position position() {
        if (!flag("use_abs_pos", true)) {
            return Position.NONE;
        }
        return config.get("sep_pos_embed").flag() ? Position.SEPARABLE : Position.FULL;
    }

    private Pooling pooling() {
        return config.has(KERNEL) || config.has(KV_STRIDE)
                ? new Pooling(sizes(config.get(KERNEL), 1), sizes(config.get(KV_STRIDE), 1))
                : null;
    }

    /** What happens at each layer, which the published configs say in three lists. */
    private List<Transition> transitions() {
        TreeMap<Integer, Transition> transitions = new TreeMap<>();
        for (CaseNode entry : config.get("pool_q_stride").items()) {
            Thw stride = new Thw(size(entry.at(1)), size(entry.at(2)), size(entry.at(3)));
            refuseUnless("pool_q_stride", stride.volume() > 1);
            transitions.put(layer(entry), new Transition(layer(entry), stride, 1, 1));
        }
        for (CaseNode entry : config.get("dim_mul").items()) {
            transitions.compute(layer(entry), (layer, t) -> new Transition(layer, strideOf(t), size(entry.at(1)), 1));
        }
        for (CaseNode entry : config.get("head_mul").items()) {
            transitions.compute(
                    layer(entry),
                    (layer, t) -> new Transition(layer, strideOf(t), t == null ? 1 : t.dimMul(), size(entry.at(1))));
        }
        return List.copyOf(transitions.values());
    }

    private Reversible reversible() {
        if (!config.get("reversible").flag()) {
            return null;
        }
        CaseNode rev = config.get("rev");
        String path = rev.get("res_path").text().toUpperCase(Locale.ROOT);
        refuseUnless("rev", path.equals("CONV") || path.equals("MAX"));
        return new Reversible(
                Fusion.of(rev.get("pre_q_fusion").text()),
                Reversible.ResidualPath.valueOf(path),
                Fusion.of(rev.get("respath_fuse").text()));
    }

    private static int layer(CaseNode entry) {
        return entry.at(0).upTo(MOST_LAYERS);
    }

    private static Thw strideOf(Transition transition) {
        return transition == null ? new Thw(1, 1, 1) : transition.stride();
    }

    /** Two sizes are those of an image, whose time axis gets the given one. */
    private static Thw sizes(CaseNode sizes, int time) {
        return sizes.items().size() == 2
                ? new Thw(time, size(sizes.at(0)), size(sizes.at(1)))
                : new Thw(size(sizes.at(0)), size(sizes.at(1)), size(sizes.at(2)));
    }

    private int size(String key) {
        return size(config.get(key));
    }

    private static int size(CaseNode node) {
        return node.upTo(LARGEST);
    }

    private boolean flag(String key, boolean otherwise) {
        return config.has(key) ? config.get(key).flag() : otherwise;
    }

    private double number(String key, double otherwise) {
        return config.has(key) ? config.get(key).number() : otherwise;
    }

    private void refuseUnless(String key, boolean supported) {
        if (!supported) {
            throw new CaseException("these networks have no " + key + " as its config wants it: "
                    + config.get(key).value());
        }
    }
}
