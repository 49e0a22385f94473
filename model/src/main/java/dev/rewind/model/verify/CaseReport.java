package dev.rewind.model.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one case went.
 *
 * @param name the case's folder
 * @param parts the largest deviation of each part that was compared: stem, blocks, head, logits, loss, gradients
 * @param problem why it could not be run, if it could not
 */
public record CaseReport(String name, Map<Part, Deviation> parts, Optional<String> problem) {
    /** What is compared. */
    public enum Part {
        /** Tokens entering the first layer. */
        STEM,
        /** The result of every layer. */
        BLOCKS,
        /** The last layer norm and what enters the classifier. */
        HEAD,
        LOGITS,
        LOSS,
        /** Of every parameter, and of the input where it is known. */
        GRADIENTS
    }

    public CaseReport {
        parts = new LinkedHashMap<>(parts);
    }

    static CaseReport of(String name, Map<Part, List<Deviation>> deviations) {
        Map<Part, Deviation> worst = new LinkedHashMap<>();
        deviations.forEach((part, found) ->
                worst.put(part, found.stream().reduce(Deviation::worseOf).orElseThrow()));
        return new CaseReport(name, worst, Optional.empty());
    }

    static CaseReport failed(String name, String problem) {
        return new CaseReport(name, Map.of(), Optional.of(problem));
    }

    /** Whether all of it is close enough. */
    public boolean passed() {
        return problem.isEmpty() && parts.values().stream().allMatch(Deviation::holds);
    }

    /** The largest error of all parts over its tolerance; infinite for a case that could not be run. */
    public double worst() {
        return problem.isPresent()
                ? Double.POSITIVE_INFINITY
                : parts.values().stream().mapToDouble(Deviation::share).max().orElse(Double.POSITIVE_INFINITY);
    }
}
