package dev.rewind.model.network.config;

import java.util.Objects;

/**
 * What a reversible network has and an ordinary one has not.
 *
 * @param fusion how both streams become one before a stage transition
 * @param residual how a transition's residual is pooled
 * @param end how both streams become one after the last layer
 */
public record Reversible(Fusion fusion, ResidualPath residual, Fusion end) {
    /** How the residual of a stage transition reaches the smaller grid. */
    public enum ResidualPath {
        /** By the weights that pool the queries. */
        CONV,
        /** By the largest value of each window, one wider than the stride. */
        MAX
    }

    public Reversible {
        Objects.requireNonNull(fusion, "fusion");
        Objects.requireNonNull(residual, "residual");
        Objects.requireNonNull(end, "end");
    }

    /** The published kind: residuals pooled by convolution, streams concatenated at the end. */
    public static Reversible fusing(String fusion) {
        return new Reversible(Fusion.of(fusion), ResidualPath.CONV, new Fusion(Fusion.Mode.CONCAT));
    }
}
