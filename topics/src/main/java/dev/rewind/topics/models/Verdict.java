package dev.rewind.topics.models;

import java.util.List;
import java.util.Objects;

/**
 * The gate's comparison of a candidate with the live model on the same held-out clips.
 *
 * @param passed whether the candidate is better beyond chance
 * @param clips that both labelled
 * @param live top-1 of the live model, in [0, 1]; a class that it does not know counts as wrong
 * @param candidate top-1 of the candidate
 * @param low lower end of the interval of their difference, candidate less live, by paired bootstrap
 * @param high its upper end
 * @param confidence of the interval, such as 0.95
 * @param drops classes that the candidate labels worse, the worst first
 * @param reason the verdict in one sentence
 */
public record Verdict(
        boolean passed,
        int clips,
        double live,
        double candidate,
        double low,
        double high,
        double confidence,
        List<Drop> drops,
        String reason) {
    public Verdict {
        Objects.requireNonNull(reason, "reason");
        drops = drops == null ? List.of() : List.copyOf(drops);
    }

    /**
     * A class that is labelled worse than before.
     *
     * @param label the class
     * @param clips of it among those held out
     * @param live recall of the live model
     * @param candidate recall of the candidate
     */
    public record Drop(String label, int clips, double live, double candidate) {}
}
