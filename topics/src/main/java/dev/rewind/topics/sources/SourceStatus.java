package dev.rewind.topics.sources;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rewind.topics.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One source as a person sees it: what is wanted, and what became of it.
 *
 * @param stream the stream's id
 * @param state one word
 * @param detail one sentence; null when there is nothing to add
 * @param problem the last thing that went wrong; null when nothing did
 * @param worker which ingest worker plays it, or did last; null when none has
 * @param since when the state was told
 * @param figures of the stream, by the names in {@link StreamProgress}
 * @param source what is wanted; null when that cannot be read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceStatus(
        String stream,
        State state,
        String detail,
        String problem,
        String worker,
        Instant since,
        Map<String, Double> figures,
        SourceSpec source) {
    /** A running stream tells its count every few seconds. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    /** How a source stands. */
    public enum State {
        /** Being opened. */
        STARTING,
        RUNNING,
        /** For a worker, or for its source to come back. */
        WAITING,
        PAUSED,
        /** Played to its end. */
        ENDED,
        /** Given up; writing the source anew, as {@code rewind sources resume} does, tries it again. */
        FAILED
    }

    public SourceStatus {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(since, "since");
        figures = Map.copyOf(figures);
    }

    /**
     * Puts together what is wanted of a stream and what is told of it.
     *
     * @param told the last its worker said; empty when none has said anything
     */
    public static SourceStatus of(SourceRecord record, Optional<Progress> told, Instant now) {
        SourceSpec spec = record.spec().orElse(null);
        Instant written = Instant.ofEpochMilli(record.revision());
        if (spec == null) {
            String refusal = record.refusal().orElseThrow();
            return new SourceStatus(record.stream(), State.FAILED, refusal, refusal, null, written, Map.of(), null);
        }
        if (told.isEmpty()) {
            State state = spec.paused() ? State.PAUSED : State.WAITING;
            String detail = spec.paused() ? null : "no worker has taken it yet; 'rewind ingest' starts one";
            return new SourceStatus(record.stream(), state, detail, null, null, written, Map.of(), spec);
        }
        Progress last = told.get();
        boolean current = !last.at().isBefore(written);
        boolean silent = Duration.between(last.at(), now).compareTo(LONGEST_SILENCE) > 0;
        State state = spec.paused() ? State.PAUSED : state(last, record.revision(), current, silent);
        return new SourceStatus(
                record.stream(),
                state,
                detail(last, state, silent),
                last.notes().get(StreamProgress.PROBLEM),
                last.notes().get(StreamProgress.WORKER),
                last.at().isAfter(written) ? last.at() : written,
                last.figures(),
                spec);
    }

    private static State state(Progress last, long revision, boolean current, boolean silent) {
        return switch (last.state()) {
            case STARTING -> State.STARTING;
            case RUNNING -> silent ? State.WAITING : State.RUNNING;
            case WAITING -> State.WAITING;
            case DONE -> isPlayed(last, revision) ? State.ENDED : State.WAITING;
            case FAILED -> current ? State.FAILED : State.WAITING;
        };
    }

    private static String detail(Progress last, State state, boolean silent) {
        return switch (state) {
            case PAUSED -> null;
            case WAITING ->
                switch (last.state()) {
                    case RUNNING -> "its worker has been silent since " + last.at();
                    case DONE, FAILED -> "waits for a worker to take it";
                    default -> last.detail();
                };
            default -> last.detail();
        };
    }

    /** Whether a worker told that it played this revision of a source to its end. */
    public static boolean isPlayed(Progress told, long revision) {
        return told.state() == Progress.State.DONE
                && Long.toString(revision).equals(told.notes().get(StreamProgress.PLAYED));
    }
}
