package dev.rewind.inference;

import dev.rewind.inference.clips.Clip;
import dev.rewind.inference.clips.ClipAssembler;
import dev.rewind.inference.clips.FrameBundle;
import dev.rewind.inference.clips.FrameRecovery;
import dev.rewind.inference.clips.FrameRef;
import dev.rewind.inference.clips.StreamState;
import dev.rewind.model.ClipSpec;
import dev.rewind.topics.Label;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The streams of one partition: what each one's clip is filled with, and when it counts as silent. What it knows is in the
 * logged store {@code streams} too, so that another process goes on in the middle of a clip.
 */
final class LiveStreams {
    private static final long FORGET_AFTER_MILLIS = Duration.ofHours(1).toMillis();

    private final ClipSpec spec;
    private final InferenceSettings settings;
    private final KeyValueStore<String, StreamState> stored;
    private final IrregularityReports irregularities;
    private final Cuts cuts;
    private final Map<String, LiveStream> streams = new HashMap<>();
    private PartitionClock clock;

    /**
     * Knows no stream yet; see {@link #resume}.
     *
     * @param cuts takes each clip that is cut
     */
    LiveStreams(
            ClipSpec spec,
            InferenceSettings settings,
            KeyValueStore<String, StreamState> stored,
            IrregularityReports irregularities,
            Cuts cuts) {
        this.spec = spec;
        this.settings = settings;
        this.stored = stored;
        this.irregularities = irregularities;
        this.cuts = cuts;
    }

    /** Takes clips in the order in which they were cut. */
    interface Cuts {
        /** A clip, where it lies, and how its last frame came. */
        void cut(StoredClip stored, Clip clip, Arrival arrival, long now);
    }

    /** A stream, how its last frame came, and when it counts as silent, in milliseconds of the partition's clock. */
    private record LiveStream(ClipAssembler assembler, Arrival arrival, long quietAt) {}

    /** The frames of clips that are being filled, as the store has them. */
    Set<FrameRef> storedFrames() {
        Set<FrameRef> frames = new HashSet<>();
        try (var all = stored.all()) {
            all.forEachRemaining(stream -> frames.addAll(stream.value.frames()));
        }
        return frames;
    }

    /** Goes on where the store says that another process stopped. */
    void resume(FrameRecovery recovery, long now) {
        long lastQuietAt = 0;
        try (var all = stored.all()) {
            while (all.hasNext()) {
                var stream = all.next();
                StreamState state = stream.value;
                ClipAssembler assembler = new ClipAssembler(
                        spec, settings.clips().cut(stream.key, spec), settings.flushAfter(), state, recovery::frame);
                streams.put(stream.key, new LiveStream(assembler, Arrival.again(now), state.quietAt()));
                lastQuietAt = Math.max(lastQuietAt, state.quietAt());
            }
        }
        clock = new PartitionClock(Math.max(0, lastQuietAt - silenceMillis()), now);
    }

    /** Takes note of a record's timestamp. */
    void observe(long timestamp, long now) {
        clock.observe(timestamp, now);
    }

    /** Takes the frames of a record. */
    void add(String stream, FrameBundle bundle, Arrival arrival, long now) {
        LiveStream known = streams.get(stream);
        ClipAssembler assembler = known == null
                ? new ClipAssembler(spec, settings.clips().cut(stream, spec), settings.flushAfter())
                : known.assembler();
        long before = assembler.taken();
        assembler.add(bundle).forEach(clip -> cut(stream, assembler, clip, arrival, now));
        irregularities.saw(stream, assembler.irregularities());
        if (assembler.taken() > before) { // a stream that only repeats itself falls silent all the same
            keep(stream, new LiveStream(assembler, arrival, clock.at(now) + bundle.spanMillis() + silenceMillis()));
        }
    }

    /** Cuts what streams that fell silent left of a clip, and forgets those that have been silent for long. */
    void flushSilent(long now) {
        long time = clock.at(now);
        Map<String, LiveStream> silent = new HashMap<>();
        for (Iterator<Map.Entry<String, LiveStream>> each = streams.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<String, LiveStream> entry = each.next();
            long silence = time - entry.getValue().quietAt();
            if (silence >= FORGET_AFTER_MILLIS) {
                each.remove();
                stored.delete(entry.getKey());
                irregularities.forget(entry.getKey());
            } else if (silence >= 0 && !entry.getValue().assembler().isEmpty()) {
                silent.put(entry.getKey(), entry.getValue());
            }
        }
        silent.forEach((stream, live) -> {
            live.assembler().flush().ifPresent(clip -> cut(stream, live.assembler(), clip, live.arrival(), now));
            keep(stream, live);
        });
        irregularities.tell(now);
    }

    /** Whether a stream has ended, as far as is known: nothing of it is in a clip. */
    boolean isSilent(String stream) {
        LiveStream live = streams.get(stream);
        return live == null || live.assembler().isEmpty();
    }

    private void cut(String stream, ClipAssembler assembler, Clip clip, Arrival arrival, long now) {
        Label.Cut words = assembler.cut().inWords(spec).orElse(null);
        cuts.cut(new StoredClip(stream, clip.refs(), words, clip.epoch()), clip, arrival, now);
    }

    private void keep(String stream, LiveStream live) {
        streams.put(stream, live);
        stored.put(stream, live.assembler().state(live.quietAt()));
    }

    private long silenceMillis() {
        return settings.flushAfter().toMillis();
    }
}
