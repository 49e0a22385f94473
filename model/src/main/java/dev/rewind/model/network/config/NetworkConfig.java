package dev.rewind.model.network.config;

import dev.rewind.model.kernels.Thw;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A vision transformer of this family: Rev-MViT and Rev-ViT (Mangalam et al., CVPR 2022, arXiv 2302.04869), and the
 * ordinary MViT (Fan et al., ICCV 2021, arXiv 2104.11227) and ViT (Dosovitskiy et al., ICLR 2021) that they are measured
 * against. It is multiscale where {@code pooling} is given, and reversible where {@code reversible} is.
 *
 * @param input frames, height and width; one frame for images
 * @param patch how the stem cuts it into tokens
 * @param embedDim channels of the first stage
 * @param heads attention heads of the first stage
 * @param depth number of layers, transitions included
 * @param mlpRatio hidden channels of an MLP as a multiple of those it reads
 * @param projection how tokens become queries, keys and values
 * @param position how tokens learn where they lie
 * @param classToken whether an extra token is classified, instead of the mean of all; ordinary networks alone
 * @param pooling how queries, keys and values are pooled; null in a ViT
 * @param transitions where the stages meet, in order
 * @param reversible what a reversible network needs; null in an ordinary one
 * @param meanFirst whether the mean over tokens is taken before the last layer norm, instead of after it
 * @param classes number of classes
 * @param dropPath drop-path rate of the last layer; it grows from 0 with depth
 * @param dropout rate before the classifier
 */
public record NetworkConfig(
        Thw input,
        Patch patch,
        int embedDim,
        int heads,
        int depth,
        double mlpRatio,
        Projection projection,
        Position position,
        boolean classToken,
        Pooling pooling,
        List<Transition> transitions,
        Reversible reversible,
        boolean meanFirst,
        int classes,
        double dropPath,
        double dropout) {
    private static final Thw ONE = new Thw(1, 1, 1);

    public NetworkConfig {
        Objects.requireNonNull(patch, "patch");
        Objects.requireNonNull(projection, "projection");
        Objects.requireNonNull(position, "position");
        transitions = List.copyOf(transitions);
        Check.that(
                embedDim >= 1 && heads >= 1 && embedDim % heads == 0,
                "embedDim " + embedDim + " is not a multiple of heads " + heads);
        Check.that(depth >= 1, "depth must be at least 1, but was " + depth);
        Check.that(mlpRatio > 0, "mlpRatio must be above 0, but was " + mlpRatio);
        Check.that(classes >= 2, "a classifier needs at least 2 classes, but was given " + classes);
        Check.that(dropPath >= 0 && dropPath < 1, "dropPath must be in [0, 1), but was " + dropPath);
        Check.that(dropout >= 0 && dropout < 1, "dropout must be in [0, 1), but was " + dropout);
        Check.that(
                input.t() + 2 * patch.padding().t() >= patch.kernel().t()
                        && input.h() + 2 * patch.padding().h() >= patch.kernel().h()
                        && input.w() + 2 * patch.padding().w() >= patch.kernel().w(),
                "the input " + input + " is smaller than one patch " + patch.kernel());
        Check.that(!patch.image() || input.t() == 1, "an image has one frame, but the input has " + input.t());
        checkTransitions(transitions, depth, pooling, reversible != null);
        Check.that(
                reversible == null || !classToken,
                "a reversible network takes no class token; the published code refuses it, too");
        Check.that(
                reversible == null || meanFirst || reversible.end().keepsBothWidths(),
                "the last layer norm is as wide as both streams; end with concat, or take the mean first");
    }

    /**
     * A Rev-MViT for clips, as published: one qkv projection, separable positions, average fusion before each transition,
     * which halves height and width and doubles channels and heads.
     *
     * @param transitions the transitions' layers
     */
    public static NetworkConfig revMViT(
            Thw input,
            Patch patch,
            int embedDim,
            int heads,
            int depth,
            List<Integer> transitions,
            Pooling pooling,
            boolean qkvBias,
            int classes,
            double dropPath,
            double dropout) {
        return new NetworkConfig(
                input,
                patch,
                embedDim,
                heads,
                depth,
                4,
                new Projection(false, qkvBias),
                Position.SEPARABLE,
                false,
                pooling,
                transitions.stream().map(Transition::halving).toList(),
                Reversible.fusing("avg"),
                false,
                classes,
                dropPath,
                dropout);
    }

    private static void checkTransitions(List<Transition> transitions, int depth, Pooling pooling, boolean reversible) {
        int before = -1;
        for (Transition transition : transitions) {
            int layer = transition.layer();
            Check.that(layer > before, "transitions must rise, but " + layer + " comes after " + before);
            Check.that(layer < depth, "transition " + layer + " lies outside the " + depth + " layers");
            Check.that(
                    !transition.pools() || pooling != null,
                    "transition " + layer + " pools its queries, but the network has no pooling kernel");
            Check.that(
                    reversible || layer > 0 || transition.dimMul() == 1,
                    "an ordinary network widens in the layer before a transition, but layer 0 has none");
            before = layer;
        }
    }

    /** The stem's token grid, without the class token. */
    public Thw tokens() {
        return input.convolved(patch.kernel(), patch.stride(), patch.padding());
    }

    /** Channels of one stream after the last layer. */
    public int lastDim() {
        return transitions.stream().mapToInt(Transition::dimMul).reduce(embedDim, Math::multiplyExact);
    }

    /** Channels that the last layer norm and the classifier read, of both streams where they end side by side. */
    public int featureDim() {
        return reversible != null && reversible.end().keepsBothWidths() ? 2 * lastDim() : lastDim();
    }

    /** The same network for other classes. */
    public NetworkConfig withClasses(int count) {
        return with(transitions, count);
    }

    /** The same network with other stages. */
    public NetworkConfig withTransitions(List<Transition> other) {
        return with(other, classes);
    }

    private NetworkConfig with(List<Transition> otherTransitions, int otherClasses) {
        return new NetworkConfig(
                input,
                patch,
                embedDim,
                heads,
                depth,
                mlpRatio,
                projection,
                position,
                classToken,
                pooling,
                otherTransitions,
                reversible,
                meanFirst,
                otherClasses,
                dropPath,
                dropout);
    }

    /** Every layer with its sizes resolved, first to last. */
    public List<BlockConfig> blocks() {
        List<BlockConfig> blocks = new ArrayList<>(depth);
        String prefix = reversible != null ? "rev_backbone.layers." : "blocks.";
        Thw kernel = pooling == null ? ONE : pooling.kernel();
        Thw kvStride = pooling == null ? ONE : pooling.kvStride();
        int dim = embedDim;
        int blockHeads = heads;
        Thw grid = tokens();
        for (int i = 0; i < depth; i++) {
            Transition here = transitionAt(i);
            blockHeads *= here.headMul();
            kvStride = kvStride.dividedBy(here.stride());
            // A reversible network widens in the transition itself, so that fewer layers are irreversible.
            int attention = reversible != null ? dim * here.dimMul() : dim;
            int out = reversible != null ? attention : dim * transitionAt(i + 1).dimMul();
            boolean transition = reversible != null && here.layer() == i;
            BlockConfig block = new BlockConfig(
                    prefix + i,
                    transition && reversible.fusion().keepsBothWidths() ? 2 * dim : dim,
                    attention,
                    out,
                    blockHeads,
                    grid,
                    here.stride(),
                    kvStride,
                    kernel,
                    projection,
                    classToken,
                    (int) (attention * mlpRatio),
                    depth == 1 ? 0 : dropPath * i / (depth - 1),
                    transition);
            Check.that(
                    block.dimAttention() % block.heads() == 0,
                    "the " + block.dimAttention() + " channels of layer " + i + " are not a multiple of its "
                            + block.heads() + " heads");
            blocks.add(block);
            dim = out;
            grid = block.gridOut();
        }
        return blocks;
    }

    private Transition transitionAt(int layer) {
        return transitions.stream()
                .filter(transition -> transition.layer() == layer)
                .findFirst()
                .orElse(new Transition(Integer.MAX_VALUE, ONE, 1, 1));
    }
}
