package dev.rewind.inference;

import dev.rewind.inference.serving.Scores;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.Label;
import java.time.Duration;
import java.util.Optional;

/**
 * How the record with a clip's last frame came here.
 *
 * @param decodedMillis capture of a frame until its producer had decoded it; empty where that did not say
 * @param producedAt when it was given to Kafka, in milliseconds since 1970, likewise
 * @param readAt when it was read, in milliseconds since 1970
 */
record Arrival(Optional<Long> decodedMillis, Optional<Long> producedAt, long readAt) {
    /** A record that is read now. */
    static Arrival of(FrameHeaders record, long now) {
        return new Arrival(
                record.decoded()
                        .map(at -> notNegative(
                                Duration.between(record.captured(), at).toMillis())),
                record.produced().map(at -> at.toEpochMilli()),
                now);
    }

    /** A record that another process had read before. */
    static Arrival again(long now) {
        return new Arrival(Optional.empty(), Optional.empty(), now);
    }

    /**
     * Where the time of a clip went. Each stage is measured by itself, as clocks of other machines may be ahead of this one.
     *
     * @param capturedAt when its last frame was captured, in milliseconds since 1970 as all of these
     * @param completeAt when it was handed to the scorer
     * @param now when its label is sent
     */
    Label.Latency latency(long capturedAt, long completeAt, Scores scores, long now) {
        long scoredAt = completeAt + scores.queuedMillis() + scores.computedMillis();
        return new Label.Latency(
                decodedMillis.orElse(null),
                producedAt
                        .map(at -> notNegative(at - capturedAt - decodedMillis.orElse(0L)))
                        .orElse(null),
                notNegative(readAt - producedAt.orElse(capturedAt + decodedMillis.orElse(0L))),
                notNegative(completeAt - readAt),
                scores.queuedMillis(),
                scores.computedMillis(),
                notNegative(now - scoredAt),
                notNegative(now - capturedAt));
    }

    private static long notNegative(long millis) {
        return Math.max(0, millis);
    }
}
