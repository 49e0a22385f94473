package dev.rewind.topics.sources;

import dev.rewind.topics.Progress;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The sources there are, as the log told them. The changes it offers are values yet to be written.
 *
 * @param sources by stream
 * @param told what workers said last, by stream
 */
public record SourceCatalog(Map<String, SourceRecord> sources, Map<String, Progress> told) {
    public SourceCatalog {
        sources = Collections.unmodifiableMap(new TreeMap<>(sources));
        told = Map.copyOf(told);
    }

    /** Every source, by stream. */
    public List<SourceStatus> statuses(Instant now) {
        return sources.values().stream().map(record -> status(record, now)).toList();
    }

    /**
     * How a source stands.
     *
     * @throws SourceChangeException if there is none of that stream
     */
    public SourceStatus status(String stream, Instant now) {
        return status(get(stream), now);
    }

    /**
     * What the topic says of a stream.
     *
     * @throws SourceChangeException if that is nothing
     */
    public SourceRecord get(String stream) {
        SourceRecord record = sources.get(stream);
        if (record == null) {
            throw new SourceChangeException("there is no source '" + stream + "'; there are "
                    + (sources.isEmpty() ? "none yet" : String.join(", ", sources.keySet())));
        }
        return record;
    }

    /**
     * What is wanted of a stream.
     *
     * @throws SourceChangeException if that is nothing, or cannot be read
     */
    public SourceSpec spec(String stream) {
        SourceRecord record = get(stream);
        return record.spec()
                .orElseThrow(() -> new SourceChangeException("the record of '" + stream + "' is no source: "
                        + record.refusal().orElseThrow() + "; remove it and add it anew"));
    }

    /**
     * Checks that a stream's id is free.
     *
     * @throws SourceChangeException if there is a source of that stream
     */
    public void requireNew(String stream) {
        if (sources.containsKey(stream)) {
            throw new SourceChangeException("there is a source '" + stream + "' already; change that one, remove it"
                    + " first, or give the new one another id");
        }
    }

    /**
     * A source that is to be paused, or to go on. One that plays already need not be told so; one that has ended or
     * failed is played anew.
     *
     * @return the source as it is to be; empty if nothing need be done
     * @throws SourceChangeException if there is no such source, or it cannot be read
     */
    public Optional<SourceSpec> paused(String stream, boolean paused, Instant now) {
        SourceSpec before = spec(stream);
        SourceStatus.State state = status(stream, now).state();
        boolean over = state == SourceStatus.State.ENDED || state == SourceStatus.State.FAILED;
        return before.paused() != paused || (!paused && over)
                ? Optional.of(before.withPaused(paused))
                : Optional.empty();
    }

    private SourceStatus status(SourceRecord record, Instant now) {
        return SourceStatus.of(record, Optional.ofNullable(told.get(record.stream())), now);
    }
}
