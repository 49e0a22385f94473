package dev.rewind.inference.smoothing;

import dev.rewind.inference.serving.Scores;
import dev.rewind.topics.ActionEvent;
import dev.rewind.topics.Label;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Smooths the labels of one partition's streams, and tells when an action begins and ends. It must see the labels of a
 * stream in their order; what it knows of a stream lies in the store alone.
 */
public final class LabelSmoothing {
    private final SmoothingSettings settings;
    private final int topK;
    private final KeyValueStore<String, StreamScores> store;
    private final Consumer<ActionEvent> events;
    private final ScoreFilter filter;
    private final Set<String> streams = new HashSet<>();

    /**
     * Goes on from what the store knows.
     *
     * @param topK classes of each label
     * @param events takes what happens, in order
     */
    public LabelSmoothing(
            SmoothingSettings settings,
            int topK,
            KeyValueStore<String, StreamScores> store,
            Consumer<ActionEvent> events) {
        this.settings = settings;
        this.topK = topK;
        this.store = store;
        this.events = events;
        this.filter = new ScoreFilter(settings.over());
        try (var all = store.all()) {
            all.forEachRemaining(entry -> streams.add(entry.key));
        }
    }

    /**
     * Takes the next label of a stream, and tells what began and ended with it.
     *
     * @param epoch of its clip; null where that is not known
     * @param scores that it was made from
     * @return the label with the smoothed scores
     */
    public Label smooth(Label label, Long epoch, Scores scores) {
        String stream = label.stream();
        long at = ChronoUnit.MICROS.between(Instant.EPOCH, label.to());
        StreamScores before = store.get(stream);
        if (before != null && (at < before.at() || isAnother(epoch, before.epoch()))) {
            end(stream);
            before = null;
        }
        Map<String, Double> clip = byName(scores);
        Map<String, Double> smoothed =
                before == null ? filter.first(clip) : filter.next(before.scores(), at - before.at(), clip);
        Map<String, Long> since = before == null ? Map.of() : before.since();
        StreamScores now = new StreamScores(epoch, at, smoothed, since, label.model(), label.lineage());
        now = changed(stream, now);
        store.put(stream, now);
        streams.add(stream);
        return label.withSmoothed(smoothed.entrySet().stream()
                .limit(topK)
                .map(entry -> new Label.Score(entry.getKey(), entry.getValue()))
                .toList());
    }

    /** Ends what goes on in streams that are over, and forgets their scores: what comes next begins anew. */
    public void endWhere(Predicate<String> isOver) {
        streams.stream().filter(isOver).sorted().toList().forEach(this::end);
    }

    private void end(String stream) {
        StreamScores last = store.delete(stream);
        streams.remove(stream);
        if (last != null) {
            new TreeMap<>(last.since())
                    .forEach((action, begun) ->
                            events.accept(ended(stream, last, action, begun, ActionEvent.Cause.STREAM)));
        }
    }

    /** Ends first, so that whoever counts what goes on at once never counts too much. */
    private StreamScores changed(String stream, StreamScores now) {
        Map<String, Long> since = new HashMap<>(now.since());
        new TreeMap<>(now.since()).forEach((action, begun) -> {
            if (score(now, action) < settings.below()) {
                since.remove(action);
                events.accept(ended(stream, now, action, begun, ActionEvent.Cause.SCORE));
            }
        });
        now.scores().forEach((action, score) -> {
            if (score >= settings.from() && !since.containsKey(action)) {
                since.put(action, now.at());
                events.accept(event(stream, now, action, ActionEvent.Kind.START, null, null));
            }
        });
        return new StreamScores(now.epoch(), now.at(), now.scores(), since, now.model(), now.lineage());
    }

    private static ActionEvent ended(
            String stream, StreamScores last, String action, long begun, ActionEvent.Cause cause) {
        return event(stream, last, action, ActionEvent.Kind.END, instant(begun), cause);
    }

    private static ActionEvent event(
            String stream,
            StreamScores now,
            String action,
            ActionEvent.Kind kind,
            Instant since,
            ActionEvent.Cause cause) {
        return new ActionEvent(
                stream, action, kind, instant(now.at()), score(now, action), since, cause, now.model(), now.lineage());
    }

    private static Map<String, Double> byName(Scores scores) {
        List<String> classes = scores.model().classes();
        float[] probabilities = scores.clip().probabilities();
        Map<String, Double> byName = new HashMap<>();
        for (int i = 0; i < probabilities.length; i++) {
            byName.put(classes.get(i), (double) probabilities[i]);
        }
        return byName;
    }

    private static double score(StreamScores now, String action) {
        return now.scores().getOrDefault(action, 0.0);
    }

    /** What an older version left says nothing of its epoch. */
    private static boolean isAnother(Long epoch, Long before) {
        return epoch != null && before != null && !epoch.equals(before);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
