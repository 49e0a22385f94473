package dev.rewind.inference;

import dev.rewind.inference.clips.Clip;
import dev.rewind.inference.serving.Scorer;
import dev.rewind.inference.serving.Scores;
import dev.rewind.model.ClipSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiPredicate;
import java.util.function.ToIntFunction;
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

    /** How long the oldest clip has waited, in milliseconds; 0 while there is none. */
    long oldestWait(long now) {
        InFlight oldest = inFlight.peek();
        return oldest == null ? 0 : now - oldest.completeAt();
    }

    /** Whether the scorer would take a clip at once. */
    boolean hasRoom() {
        return scorer.hasRoom();
    }

    /**
     * Gives up clips that wait for the scorer and meet a condition.
     *
     * @param giveUp of a clip's stream and how long it has waited, in milliseconds
     * @return the streams of those that were given up, oldest clip first
     */
    List<String> giveUp(long now, BiPredicate<String, Long> giveUp) {
        List<String> streams = new ArrayList<>();
        for (Iterator<InFlight> each = inFlight.iterator(); each.hasNext(); ) {
            InFlight clip = each.next();
            boolean asked = giveUp.test(clip.clip().stream(), now - clip.completeAt());
            if (asked && scorer.withdraw(clip.scores())) {
                each.remove();
                store.delete(clip.number());
                streams.add(clip.clip().stream());
            }
        }
        return streams;
    }

    /**
     * Gives up one clip that waits for the scorer: the oldest of the lowest priority.
     *
     * @param priority of a stream
     * @param highest priority that is given up
     * @return its stream; empty if none waits
     */
    Optional<String> giveUpOne(ToIntFunction<String> priority, int highest) {
        List<InFlight> candidates = inFlight.stream()
                .filter(clip -> priority.applyAsInt(clip.clip().stream()) <= highest)
                .sorted(Comparator.comparingInt(clip -> priority.applyAsInt(clip.clip().stream())))
                .toList();
        for (InFlight clip : candidates) {
            if (scorer.withdraw(clip.scores())) {
                inFlight.remove(clip);
                store.delete(clip.number());
                return Optional.of(clip.clip().stream());
            }
        }
        return Optional.empty();
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
