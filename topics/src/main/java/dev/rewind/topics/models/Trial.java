package dev.rewind.topics.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * What was measured of a model on clips that it never learned from.
 *
 * @param metrics such as {@code top1}, {@code top5} and {@code clips}
 * @param verdict how it compares with the model that was live then; null when there was none to compare with
 * @param confusion what it takes for what, a PNG picture; null when not drawn
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Trial(Map<String, Double> metrics, Verdict verdict, byte[] confusion) {
    public Trial {
        metrics = metrics == null ? Map.of() : Map.copyOf(metrics);
    }
}
