package dev.rewind.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Objects;

/**
 * One model's manifest on the compacted {@code models} topic, keyed by version.
 *
 * @param version the model's name among all
 * @param state where it stands between training and retirement
 * @param sha256 of the weights file, lower-case hexadecimal
 * @param chunks how many records of {@code model-weights} hold the weights file
 * @param parent the version it was trained from; null when trained from nothing
 * @param metrics such as {@code top1} on the held-out clips
 * @param manifest the manifest file that lies beside the weights, as it is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelRecord(
        String version,
        State state,
        String sha256,
        int chunks,
        String parent,
        Map<String, Double> metrics,
        JsonNode manifest) {
    /** A model's life: trained, compared on live clips, serving, gone. */
    public enum State {
        CANDIDATE,
        SHADOW,
        LIVE,
        RETIRED
    }

    public ModelRecord {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(manifest, "manifest");
        metrics = metrics == null ? Map.of() : Map.copyOf(metrics);
        if (chunks < 1) {
            throw new IllegalArgumentException("model " + version + " needs at least one chunk, but has " + chunks);
        }
    }
}
