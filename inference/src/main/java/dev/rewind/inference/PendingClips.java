package dev.rewind.inference;

import dev.rewind.inference.clips.Clip;
import dev.rewind.inference.serving.Scorer;
import dev.rewind.inference.serving.Scores;
import dev.rewind.model.ClipSpec;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clips of one partition between the cut and the label, oldest first. Each is in the logged store from before it
 * reaches the scorer until, in one transaction, its label is sent: offsets may be committed in between.
 */
final class PendingClips {
    private static final Logger LOG = LoggerFactory.getLogger(PendingClips.class);

    private final KeyValueStore<Long, StoredClip> store;
    private final Scorer scorer;
    private final ClipSpec spec;
    private final Queue<InFlight> inFlight = new ArrayDeque<>();
    private long nextNumber;

    PendingClips(KeyValueStore<Long, StoredClip> store, Scorer scorer, ClipSpec spec) {
        this.store = store;
        this.scorer = scorer;
        this.spec = spec;
    }

    /**
     * A clip whose scores are there.
     *
     * @param clip its stream and frames
     * @param scores what the model says
     * @param arrival how its last frame came to be read
     * @param completeAt when it was handed to the scorer, in milliseconds since 1970
     */
    record Scored(StoredClip clip, Scores scores, Arrival arrival, long completeAt) {}

    private record InFlight(
            long number, StoredClip clip, Arrival arrival, long completeAt, CompletableFuture<Scores> scores) {}

    /** Stores a newly cut clip and hands it to the scorer; waits while that is full. */
    void add(StoredClip stored, Clip clip, Arrival arrival, long now) {
        store.put(nextNumber, stored);
        submit(nextNumber, stored, clip, arrival, now);
    }

    /** Hands a clip to the scorer that an earlier owner of the partition left in the store; in order. */
    void resume(long number, StoredClip stored, Clip clip, long now) {
        submit(number, stored, clip, Arrival.again(now), now);
    }

    /** Drops a clip whose frames the topic no longer holds: the process was away for longer than that keeps them. */
    void abandon(long number, StoredClip stored) {
        store.delete(number);
        LOG.error(
                "stream '{}': a clip stays without label, because its frames {} are gone from the topic; keep frames"
                        + " for longer than inference may be away",
                stored.stream(),
                stored.frames());
    }

    /**
     * Takes the oldest clip if it is scored.
     *
     * @throws InferenceException if the model failed on its batch; the clip stays in the store
     */
    Optional<Scored> poll() {
        InFlight oldest = inFlight.peek();
        if (oldest == null || !oldest.scores().isDone()) {
            return Optional.empty();
        }
        Scores scores = scoresOf(oldest);
        inFlight.remove();
        store.delete(oldest.number());
        return Optional.of(new Scored(oldest.clip(), scores, oldest.arrival(), oldest.completeAt()));
    }

    /** Whether clips of a stream still await their labels. */
    boolean holds(String stream) {
        return inFlight.stream().anyMatch(clip -> clip.clip().stream().equals(stream));
    }

    /** Lets the scorer leave out what nobody waits for any more. */
    void cancel() {
        inFlight.forEach(clip -> clip.scores().cancel(false));
    }

    private void submit(long number, StoredClip stored, Clip clip, Arrival arrival, long now) {
        inFlight.add(new InFlight(number, stored, arrival, now, scorer.submit(clip.pixels(spec))));
        nextNumber = number + 1;
    }

    private static Scores scoresOf(InFlight clip) {
        try {
            return clip.scores().join();
        } catch (CompletionException e) {
            throw new InferenceException(
                    "the model failed on a batch with a clip of stream '" + clip.clip().stream() + "': " + e.getCause()
                            + "; the batch is tried again",
                    e.getCause());
        }
    }
}
