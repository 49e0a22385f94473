package dev.rewind.inference.smoothing;

import dev.rewind.topics.Label;
import java.util.Map;

/**
 * What a stream showed up to its last label: the value of the logged store {@code scores}.
 *
 * @param epoch of the last label's clip; null where that is not known
 * @param at when that clip ended, in microseconds since 1970
 * @param scores smoothed, by class name; the highest alone, for a stream costs so much with every label
 * @param since when each action that goes on began, in microseconds since 1970
 * @param model of the last label
 * @param lineage of the last label
 */
public record StreamScores(
        Long epoch,
        long at,
        Map<String, Double> scores,
        Map<String, Long> since,
        Label.Model model,
        Label.Lineage lineage) {}
