package dev.rewind.inference.smoothing;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * An exponential average of scores over the time between clips, however unevenly they come. Classes go by name, so that
 * another model may take over: what it does not know fades, and what it alone knows begins at nothing.
 */
final class ScoreFilter {
    /** Enough for every score above a thirtieth. */
    private static final int KEPT = 32;

    private final double micros;

    ScoreFilter(Duration over) {
        micros = over.toNanos() / 1000.0;
    }

    /**
     * The average after one more clip.
     *
     * @param elapsed since the clip before, in microseconds, from 0 on
     * @return the highest scores, best first, equal ones by name
     */
    Map<String, Double> next(Map<String, Double> before, long elapsed, Map<String, Double> clip) {
        double kept = micros == 0 ? 0 : Math.exp(-elapsed / micros);
        Map<String, Double> all = new TreeMap<>();
        before.forEach((name, score) -> all.put(name, kept * score));
        clip.forEach((name, score) -> all.merge(name, (1 - kept) * score, Double::sum));
        return highest(all);
    }

    /** The beginning of an average. */
    Map<String, Double> first(Map<String, Double> clip) {
        return highest(new TreeMap<>(clip));
    }

    private static Map<String, Double> highest(Map<String, Double> byName) {
        Map<String, Double> highest = new LinkedHashMap<>();
        byName.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(KEPT)
                .forEach(entry -> highest.put(entry.getKey(), entry.getValue()));
        return highest;
    }
}
