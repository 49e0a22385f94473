package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.kernels.Thw;
import java.util.Map;

/**
 * The stem: a strided 3-D convolution cuts the clip into tokens, and a separable position embedding (space plus time) is
 * added.
 */
final class PatchEmbedding {
    private static final String PROJECTION = "patch_embed.proj";
    private static final String SPATIAL = "pos_embed_spatial";
    private static final String TEMPORAL = "pos_embed_temporal";

    private final RevMViTConfig config;

    PatchEmbedding(RevMViTConfig config) {
        this.config = config;
    }

    void declare(Map<String, Shape> shapes) {
        Thw tokens = config.tokens();
        Thw kernel = config.patchKernel();
        int dim = config.embedDim();
        shapes.put(SPATIAL, new Shape(1, (long) tokens.h() * tokens.w(), dim));
        shapes.put(TEMPORAL, new Shape(1, tokens.t(), dim));
        shapes.put(PROJECTION + ".weight", new Shape(dim, 3, kernel.t(), kernel.h(), kernel.w()));
        shapes.put(PROJECTION + ".bias", new Shape(dim));
    }

    /** [B, 3, T, H, W] to [B, t*h*w, C], tokens in the order of time, row, column. */
    NDArray forward(Weights w, NDArray clip) {
        Thw kernel = config.patchKernel();
        Thw stride = config.patchStride();
        NDArray patches = clip.getNDArrayInternal()
                .convolution(
                        clip,
                        w.get(PROJECTION + ".weight"),
                        w.get(PROJECTION + ".bias"),
                        new Shape(stride.t(), stride.h(), stride.w()),
                        new Shape(kernel.t() / 2, kernel.h() / 2, kernel.w() / 2),
                        new Shape(1, 1, 1),
                        1)
                .head(); // [B, C, t, h, w]
        Thw grid = config.tokens();
        int dim = config.embedDim();
        long area = (long) grid.h() * grid.w();
        NDArray tokens =
                patches.reshape(patches.getShape().get(0), dim, grid.t(), area).transpose(0, 2, 3, 1); // [B, t, h*w, C]
        NDArray space = w.get(SPATIAL).reshape(1, 1, area, dim);
        NDArray time = w.get(TEMPORAL).reshape(1, grid.t(), 1, dim);
        return tokens.add(space.add(time)).reshape(tokens.getShape().get(0), grid.volume(), dim);
    }
}
