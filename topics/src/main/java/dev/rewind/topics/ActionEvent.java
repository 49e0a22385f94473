package dev.rewind.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Objects;

/**
 * An action began in a stream, or ended: the value of the {@code events} topic.
 *
 * @param stream the stream id, which is also the record's key
 * @param action the class name
 * @param kind what happened
 * @param at when the last frame of the clip was captured that showed it
 * @param score the action's smoothed score then, in [0, 1]
 * @param since when it had begun; null for a start
 * @param cause why it ended; null for a start
 * @param model what computed the clip's label
 * @param lineage where the clip's frames lie on {@code frames}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ActionEvent(
        String stream,
        String action,
        Kind kind,
        Instant at,
        double score,
        Instant since,
        Cause cause,
        Label.Model model,
        Label.Lineage lineage) {
    public ActionEvent {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(lineage, "lineage");
        if (kind == Kind.END && (since == null || cause == null)) {
            throw new IllegalArgumentException(
                    "the end of '" + action + "' in stream '" + stream + "' must say since when and why");
        }
    }

    /** What happened to an action. */
    public enum Kind {
        /** It is seen, and was not before. */
        @JsonProperty("start")
        START,
        /** It is not seen any more. */
        @JsonProperty("end")
        END
    }

    /** Why an action ended. */
    public enum Cause {
        /** Its score fell. */
        @JsonProperty("score")
        SCORE,
        /** The stream fell silent, began a new epoch, or its clock leapt back; nobody saw the action end. */
        @JsonProperty("stream")
        STREAM
    }
}
