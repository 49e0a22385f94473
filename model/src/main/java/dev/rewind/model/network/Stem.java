package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.kernels.WalkKernels;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Patch;
import dev.rewind.model.network.config.Position;
import java.util.Map;

/**
 * Cuts a clip into tokens by a strided convolution, puts a class token before them where there is one, and adds positions.
 *
 * <pre>
 * x = conv(clip)                                         [B, N, C]
 * x = [cls | x]                                          [B, 1 + N, C]
 * x = x + position                position of (t, h, w): spatial(h, w) + temporal(t), or one of its own
 * </pre>
 */
final class Stem {
    private static final String PROJECTION = "patch_embed.proj";
    private static final String CLASS_TOKEN = "cls_token";
    private static final String FULL = "pos_embed";
    private static final String SPATIAL = "pos_embed_spatial";
    private static final String TEMPORAL = "pos_embed_temporal";
    private static final String OF_CLASS = "pos_embed_class";

    private final NetworkConfig config;

    Stem(NetworkConfig config) {
        this.config = config;
    }

    void declare(Map<String, Shape> shapes) {
        Thw grid = config.tokens();
        Thw kernel = config.patch().kernel();
        int dim = config.embedDim();
        if (config.classToken()) {
            shapes.put(CLASS_TOKEN, new Shape(1, 1, dim));
        }
        switch (config.position()) {
            case NONE -> {}
            case FULL -> shapes.put(FULL, new Shape(1, (config.classToken() ? 1 : 0) + grid.volume(), dim));
            case SEPARABLE -> {
                shapes.put(SPATIAL, new Shape(1, (long) grid.h() * grid.w(), dim));
                shapes.put(TEMPORAL, new Shape(1, grid.t(), dim));
                if (config.classToken()) {
                    shapes.put(OF_CLASS, new Shape(1, 1, dim));
                }
            }
        }
        shapes.put(
                PROJECTION + ".weight",
                config.patch().image()
                        ? new Shape(dim, 3, kernel.h(), kernel.w())
                        : new Shape(dim, 3, kernel.t(), kernel.h(), kernel.w()));
        shapes.put(PROJECTION + ".bias", new Shape(dim));
    }

    /** [B, 3, T, H, W] to [B, N, C], tokens in the order of time, row, column, after the class token. */
    NDArray forward(Ops ops, NDArray clip) {
        try (LayerMemory memory = LayerMemory.consuming()) {
            NDArray tokens = patches(ops, clip);
            if (config.classToken()) {
                long batch = tokens.getShape().get(0);
                NDArray cls = ops.weight(CLASS_TOKEN).broadcast(batch, 1, config.embedDim());
                tokens = cls.concat(tokens, 1);
            }
            if (config.position() != Position.NONE) {
                tokens = tokens.add(position(ops));
            }
            memory.keep(tokens);
            return tokens;
        }
    }

    /** [batch, N, C]. */
    Shape shapeOut(long batch) {
        return new Shape(batch, (config.classToken() ? 1 : 0) + config.tokens().volume(), config.embedDim());
    }

    /** The same by written kernels, for a network without a class token, into tokens [B, N, C]. */
    void forward(Ops ops, WalkKernels kernels, NDArray clips, NDArray tokens) {
        NDArray weight = kernel(ops.weight(PROJECTION + ".weight"));
        for (int b = 0; b < clips.getShape().get(0); b++) {
            kernels.stem(
                    clips.get(b),
                    frames(tokens.get(b)),
                    config.patch().stride(),
                    config.patch().padding(),
                    weight,
                    ops.weight(PROJECTION + ".bias"));
        }
        if (config.position() != Position.NONE) {
            tokens.addi(position(ops));
        }
    }

    /** The way back of the written kernels, from the gradient of the tokens [B, N, C] to the parameters. */
    void back(Gradients gradients, WalkKernels kernels, NDArray clips, NDArray dTokens) {
        for (int b = 0; b < clips.getShape().get(0); b++) {
            NDArray g = frames(dTokens.get(b)); // [t, h*w, C]
            kernels.stemBack(
                    clips.get(b),
                    g,
                    config.patch().stride(),
                    config.patch().padding(),
                    kernel(gradients.get(PROJECTION + ".weight")),
                    gradients.get(PROJECTION + ".bias"));
            switch (config.position()) {
                case NONE -> {}
                case FULL -> gradients.get(FULL).addi(dTokens.get(b));
                case SEPARABLE -> {
                    gradients.get(SPATIAL).addi(g.sum(new int[] {0}));
                    gradients.get(TEMPORAL).addi(g.sum(new int[] {1}));
                }
            }
        }
    }

    /** [N, C] to [t, h*w, C], sharing memory. */
    private NDArray frames(NDArray tokens) {
        return tokens.reshape(config.tokens().t(), -1, config.embedDim());
    }

    /** The projection's weight or its gradient as [C, 3, kt, kh, kw], sharing memory; an image's has no kt. */
    private NDArray kernel(NDArray weight) {
        Thw kernel = config.patch().kernel();
        return weight.reshape(config.embedDim(), 3, kernel.t(), kernel.h(), kernel.w());
    }

    private NDArray patches(Ops ops, NDArray clip) {
        Patch patch = config.patch();
        Thw grid = config.tokens();
        int dim = config.embedDim();
        NDArray weight = kernel(ops.weight(PROJECTION + ".weight"));
        NDArray volume =
                ops.kernels().patches(clip, weight, ops.weight(PROJECTION + ".bias"), patch.stride(), patch.padding());
        return volume.reshape(clip.getShape().get(0), dim, grid.volume()).transpose(0, 2, 1); // [B, C, N] to [B, N, C]
    }

    /** [1, N, C]. */
    private NDArray position(Ops ops) {
        if (config.position() == Position.FULL) {
            return ops.weight(FULL);
        }
        Thw grid = config.tokens();
        int dim = config.embedDim();
        long area = (long) grid.h() * grid.w();
        NDArray space = ops.weight(SPATIAL).reshape(1, 1, area, dim);
        NDArray time = ops.weight(TEMPORAL).reshape(1, grid.t(), 1, dim);
        NDArray both = space.add(time).reshape(1, grid.volume(), dim); // [1, t, h*w, C] to [1, N, C]
        return config.classToken() ? ops.weight(OF_CLASS).concat(both, 1) : both;
    }
}
