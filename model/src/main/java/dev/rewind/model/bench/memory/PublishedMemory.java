package dev.rewind.model.bench.memory;

import java.util.List;
import java.util.Map;

/**
 * What others say that a network takes in training.
 *
 * @param source who says so
 * @param reversible without activations
 * @param ordinary with all of them
 */
public record PublishedMemory(String source, Growth reversible, Growth ordinary) {
    /** What the published code takes above the ready model on a CPU, in 32 bits, in MiB: one sample, each further one. */
    private static final String CODE = "published code";

    /** Mangalam et al., CVPR 2022, table 1: MB an image on a GPU, at the largest batch that it holds. */
    private static final String PAPER = "paper";

    private static final Map<String, List<PublishedMemory>> BY_PRESET = Map.of(
            "rev-mvit-b-16x4",
            List.of(code(570, 553, 1326, 1308)),
            "rev-vit-s",
            List.of(paper(8.8, 66.5)),
            "rev-vit-b",
            List.of(code(36, 14, 157, 136), paper(17.0, 129.7)),
            "rev-vit-l",
            List.of(code(48, 18, 386, 355), paper(22.6, 349.3)),
            "rev-mvit-b-image",
            List.of(paper(66.8, 153.6)));

    /** All that is known of a preset; empty for most. */
    static List<PublishedMemory> of(String preset) {
        return BY_PRESET.getOrDefault(preset, List.of());
    }

    private static PublishedMemory code(
            double reversible, double eachReversible, double ordinary, double eachOrdinary) {
        return new PublishedMemory(
                CODE, Growth.ofMebibytes(reversible, eachReversible), Growth.ofMebibytes(ordinary, eachOrdinary));
    }

    private static PublishedMemory paper(double reversible, double ordinary) {
        return new PublishedMemory(PAPER, Growth.ofMegabytes(reversible), Growth.ofMegabytes(ordinary));
    }
}
