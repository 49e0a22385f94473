package dev.rewind.topics.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * One model on the compacted {@code models} topic, keyed by version.
 *
 * @param version the model's name among all
 * @param parent the version it was trained from; null when trained from nothing
 * @param standing where it stands between training and retirement
 * @param weights where its weights file lies
 * @param trial what was measured of it; null when nothing was
 * @param profile what its training clips look like to it; null when not known
 * @param manifest the manifest file that lies beside the weights, as it is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelRecord(
        String version,
        String parent,
        Standing standing,
        WeightsPlace weights,
        Trial trial,
        Profile profile,
        JsonNode manifest) {
    public ModelRecord {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(manifest, "manifest");
    }

    /** A model's life: trained, turned down or compared on live clips, serving, gone. */
    public enum State {
        /** Trained and measured; nobody has decided yet. */
        CANDIDATE,
        /** Turned down by the gate, by its shadow time or by inference; a person may promote it all the same. */
        REFUSED,
        /** Labels live clips beside the live model; its labels are compared, not published. */
        SHADOW,
        /** Serves, if it is the last one that became live. */
        LIVE,
        /** Served once; its weights are kept for a rollback until they are removed. */
        RETIRED
    }

    public State state() {
        return standing.state();
    }

    /** The same model in another standing. */
    public ModelRecord with(Standing other) {
        return new ModelRecord(version, parent, other, weights, trial, profile, manifest);
    }
}
