package dev.rewind.model.network.config;

import dev.rewind.model.kernels.Thw;

/**
 * Where a multiscale network passes from one stage to the next.
 *
 * @param layer index of the layer that pools its queries
 * @param stride of that pooling; 1 along every axis leaves the token grid alone
 * @param dimMul by how much the channels grow: inside this layer in a reversible network, in the MLP of the layer before
 *     in an ordinary one
 * @param headMul by how much the attention heads grow, from this layer on
 */
public record Transition(int layer, Thw stride, int dimMul, int headMul) {
    public Transition {
        Check.that(layer >= 0, "a transition's layer starts at 0, but was " + layer);
        Check.that(stride.smallest() >= 1, "a transition's stride starts at 1, but was " + stride);
        Check.that(
                dimMul >= 1 && headMul >= 1,
                "a transition multiplies channels and heads by at least 1, but was given " + dimMul + " and "
                        + headMul);
    }

    /** The published kind: half the height and width, twice the channels and heads. */
    public static Transition halving(int layer) {
        return new Transition(layer, new Thw(1, 2, 2), 2, 2);
    }

    boolean pools() {
        return stride.volume() > 1;
    }
}
