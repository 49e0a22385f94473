package dev.rewind.model.checkpoint.pyth;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names and shapes in the published file of Rev-MViT-B 16x4 for Kinetics-400, in its order. */
public final class RevMViTB {
    private static final int LAYERS = 16;
    private static final List<Integer> TRANSITIONS = List.of(1, 3, 14);
    private static final long HEAD = 96;

    private final Map<String, long[]> shapes = new LinkedHashMap<>();

    private RevMViTB() {}

    /** What the network needs. */
    public static Map<String, long[]> shapes() {
        return new RevMViTB().network();
    }

    private Map<String, long[]> network() {
        add("pos_embed_spatial", 1, 56 * 56, 96);
        add("pos_embed_temporal", 1, 8, 96);
        add("patch_embed.proj.weight", 96, 3, 3, 7, 7);
        add("patch_embed.proj.bias", 96);
        long width = 96;
        for (int layer = 0; layer < LAYERS; layer++) {
            boolean transition = TRANSITIONS.contains(layer);
            layer("rev_backbone.layers." + layer + ".", width, transition ? 2 * width : width, transition);
            width = transition ? 2 * width : width;
        }
        norm("norm", 2 * width);
        linear("head.projection", 400, 2 * width);
        return shapes;
    }

    private void layer(String name, long in, long out, boolean transition) {
        norm(name + "F.norm", in);
        add(name + "F.attn.qkv.weight", 3 * out, in);
        linear(name + "F.attn.proj", out, out);
        for (String pooled : transition ? List.of("q", "k", "v") : List.of("k", "v")) {
            add(name + "F.attn.pool_" + pooled + ".weight", HEAD, 1, 3, 3, 3);
            norm(name + "F.attn.norm_" + pooled, HEAD);
        }
        norm(name + "G.norm", out);
        linear(name + "G.mlp.fc1", 4 * out, out);
        linear(name + "G.mlp.fc2", out, 4 * out);
        if (transition) {
            linear(name + "res_proj", out, in);
        }
    }

    private void linear(String name, long out, long in) {
        add(name + ".weight", out, in);
        add(name + ".bias", out);
    }

    private void norm(String name, long size) {
        add(name + ".weight", size);
        add(name + ".bias", size);
    }

    private void add(String name, long... shape) {
        shapes.put(name, shape);
    }
}
