package dev.rewind.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * How a job stands: the value of the {@code progress} topic, keyed by job id.
 *
 * @param job such as {@code ingest/door} or {@code training/2026-11-21T10:00}
 * @param state one word for the dashboard
 * @param detail one sentence for a person; null when there is nothing to add
 * @param at when this was so
 * @param figures named measurements, such as {@code loss} or {@code framesPerSecond}
 * @param notes named words, such as {@code worker} or {@code problem}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Progress(
        String job,
        State state,
        String detail,
        Instant at,
        Map<String, Double> figures,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> notes) {
    /** What a job does at the moment. */
    public enum State {
        STARTING,
        RUNNING,
        WAITING,
        DONE,
        FAILED
    }

    public Progress {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(at, "at");
        figures = figures == null ? Map.of() : Map.copyOf(figures);
        notes = notes == null ? Map.of() : Map.copyOf(notes);
    }

    /** Without notes. */
    public Progress(String job, State state, String detail, Instant at, Map<String, Double> figures) {
        this(job, state, detail, at, figures, Map.of());
    }
}
