package dev.rewind.model.network;

import dev.rewind.model.kernels.Thw;
import java.util.ArrayList;
import java.util.List;

/**
 * A Rev-MViT, in the terms of the paper (Mangalam et al., Reversible Vision Transformers, CVPR 2022).
 *
 * @param input frames, height and width of a clip
 * @param patchKernel kernel of the stem's convolution
 * @param patchStride stride of the stem's convolution; the token grid is the input divided by it
 * @param embedDim channels of the first stage; each transition doubles them
 * @param heads attention heads of the first stage; each transition doubles them
 * @param depth number of layers, transitions included
 * @param transitions indices of the layers that halve height and width and double channels
 * @param poolKernel kernel of the depthwise pooling of queries, keys and values
 * @param kvStride pooling stride of keys and values in the first stage; each transition halves it
 * @param qkvBias whether the query, key and value projections have a bias
 * @param classes number of classes
 * @param dropPath drop-path rate of the last layer; it grows from 0 with depth
 * @param dropout rate before the classifier
 */
public record RevMViTConfig(
        Thw input,
        Thw patchKernel,
        Thw patchStride,
        int embedDim,
        int heads,
        int depth,
        List<Integer> transitions,
        Thw poolKernel,
        Thw kvStride,
        boolean qkvBias,
        int classes,
        double dropPath,
        double dropout) {
    private static final int MLP_RATIO = 4;
    private static final Thw TRANSITION_STRIDE = new Thw(1, 2, 2);

    public RevMViTConfig {
        transitions = List.copyOf(transitions);
        check(
                embedDim >= 1 && heads >= 1 && embedDim % heads == 0,
                "embedDim " + embedDim + " is not a multiple of heads " + heads);
        check(depth >= 1, "depth must be at least 1, but was " + depth);
        check(classes >= 2, "a classifier needs at least 2 classes, but was given " + classes);
        check(dropPath >= 0 && dropPath < 1, "dropPath must be in [0, 1), but was " + dropPath);
        check(dropout >= 0 && dropout < 1, "dropout must be in [0, 1), but was " + dropout);
        for (int layer : transitions) {
            check(layer >= 0 && layer < depth, "transition " + layer + " lies outside the " + depth + " layers");
        }
        check(
                input.t() >= patchStride.t() && input.h() >= patchStride.h() && input.w() >= patchStride.w(),
                "the input " + input + " is smaller than one patch stride " + patchStride);
    }

    /** The stem's token grid. */
    public Thw tokens() {
        return input.convolved(patchKernel, patchStride);
    }

    /** Channels of one stream after the last layer; the classifier sees twice as many. */
    public int lastDim() {
        return embedDim << transitions.size();
    }

    /** The same network for other classes. */
    public RevMViTConfig withClasses(int count) {
        return new RevMViTConfig(
                input,
                patchKernel,
                patchStride,
                embedDim,
                heads,
                depth,
                transitions,
                poolKernel,
                kvStride,
                qkvBias,
                count,
                dropPath,
                dropout);
    }

    /** The same network for clips of another size. */
    public RevMViTConfig withInput(Thw size) {
        return new RevMViTConfig(
                size,
                patchKernel,
                patchStride,
                embedDim,
                heads,
                depth,
                transitions,
                poolKernel,
                kvStride,
                qkvBias,
                classes,
                dropPath,
                dropout);
    }

    /** Every layer with its sizes resolved, first to last. */
    List<LayerConfig> layers() {
        List<LayerConfig> layers = new ArrayList<>(depth);
        int dim = embedDim;
        int layerHeads = heads;
        Thw grid = tokens();
        Thw stride = kvStride;
        for (int i = 0; i < depth; i++) {
            boolean transition = transitions.contains(i);
            int dimOut = transition ? 2 * dim : dim;
            layerHeads = transition ? 2 * layerHeads : layerHeads;
            stride = transition ? stride.dividedBy(TRANSITION_STRIDE) : stride;
            Thw gridOut = transition ? grid.convolved(poolKernel, TRANSITION_STRIDE) : grid;
            double rate = depth == 1 ? 0 : dropPath * i / (depth - 1);
            layers.add(new LayerConfig(
                    "rev_backbone.layers." + i,
                    dim,
                    dimOut,
                    layerHeads,
                    grid,
                    gridOut,
                    poolKernel,
                    TRANSITION_STRIDE,
                    stride,
                    qkvBias,
                    MLP_RATIO * dimOut,
                    rate,
                    transition));
            dim = dimOut;
            grid = gridOut;
        }
        return layers;
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
