package dev.rewind.console;

import dev.rewind.topics.ClipReference;
import dev.rewind.topics.Label;
import dev.rewind.topics.Progress;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.sources.SourceCatalog;
import dev.rewind.topics.sources.SourceRecord;
import dev.rewind.topics.sources.StreamProgress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All the console knows, in bounded memory: what was not heard of for longest makes room for what is new. Safe for
 * concurrent use; followers hear of changes in the order they happened.
 */
final class Board {
    static final int STREAMS = 256;
    static final int LABELS_PER_STREAM = 100;
    static final int RECENT_LABELS = 500;
    private static final int JOBS = 2500;
    private static final int MODELS = 200;
    private static final int QUESTIONS = 200;
    private static final int ANSWERS = 500;
    private static final int SOURCES = 2000;
    private static final int MOST_PICTURE_BYTES = 256 * 1024;
    private static final int LABELS_IN_SNAPSHOT = 50;
    private static final int ACTIONS_IN_STATUS = 48;

    private final Map<String, History> streams = new LinkedHashMap<>();
    private final Deque<Label> recent = new ArrayDeque<>();
    private final Map<String, Progress> jobs = new LinkedHashMap<>();
    private final Map<String, PublishedModel> models = new LinkedHashMap<>();
    private final Map<String, byte[]> confusions = new LinkedHashMap<>();
    private final Map<String, OpenQuestion> questions = new LinkedHashMap<>();
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final Map<String, SourceRecord> sources = new LinkedHashMap<>();
    private final Set<Consumer<Change>> followers = new LinkedHashSet<>();
    private Health health = Health.down("the console has only just started to look for its broker", Map.of());

    synchronized void add(Label label) {
        History history = streams.getOrDefault(label.stream(), new History());
        history.add(label);
        keep(streams, label.stream(), history, STREAMS);
        keep(recent, label, RECENT_LABELS);
        tell(new Change.Labelled(label));
    }

    synchronized void put(Progress progress) {
        keep(jobs, progress.job(), progress, JOBS);
        tell(new Change.Progressed(progress));
    }

    synchronized void put(ModelRecord model) {
        PublishedModel published = PublishedModel.of(model);
        if (published.pictured() && model.trial().confusion().length > MOST_PICTURE_BYTES) {
            published = new PublishedModel(published.record(), false);
        }
        keep(models, model.version(), published, MODELS);
        confusions.keySet().retainAll(models.keySet());
        confusions.remove(model.version());
        if (published.pictured()) {
            confusions.put(model.version(), model.trial().confusion());
        }
        tell(new Change.ModelChanged(published));
    }

    synchronized void put(OpenQuestion question) {
        keep(questions, question.clip(), question, QUESTIONS);
        tell(new Change.Asked(question));
    }

    /** What a person said here; without a label, that it is forgotten. */
    synchronized void put(Answer answer) {
        if (answer.label() == null) {
            answers.remove(answer.clip());
        } else {
            keep(answers, answer.clip(), answer, ANSWERS);
        }
        tell(new Change.Answered(answer));
    }

    /** What is wanted of a stream. How it stands changes more often, and is told as the progress of its job. */
    synchronized void put(SourceRecord source) {
        keep(sources, source.stream(), source, SOURCES);
    }

    synchronized void put(Health now) {
        if (!now.equals(health)) {
            health = now;
            tell(new Change.HealthChanged(now));
        }
    }

    synchronized void removeJob(String job) {
        if (jobs.remove(job) != null) {
            tell(snapshot());
        }
    }

    synchronized void removeSource(String stream) {
        sources.remove(stream);
    }

    synchronized void removeModel(String version) {
        confusions.remove(version);
        if (models.remove(version) != null) {
            tell(snapshot());
        }
    }

    synchronized void removeQuestion(String clip) {
        OpenQuestion settled = questions.remove(clip);
        if (settled != null) {
            tell(new Change.Settled(settled));
        }
    }

    /** Every stream at a glance, by name. */
    synchronized List<StreamStatus> streams() {
        return streams.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue().status(entry.getKey()))
                .toList();
    }

    /** The last labels of all streams, newest first. */
    synchronized List<Label> labels(int limit) {
        return newestOf(recent, limit);
    }

    /** The newest labels of one stream, newest first; empty for a stream that is not known. */
    synchronized List<Label> labels(String stream, int limit) {
        History history = streams.get(stream);
        return history == null ? List.of() : newestOf(history.labels, limit);
    }

    /** Every job, by name. */
    synchronized List<Progress> progress() {
        return jobs.values().stream()
                .sorted(Comparator.comparing(Progress::job))
                .toList();
    }

    /** Every source, and what is told of it. */
    synchronized SourceCatalog sources() {
        Map<String, Progress> told = new HashMap<>();
        jobs.forEach((job, progress) -> StreamProgress.stream(job)
                .filter(sources::containsKey)
                .ifPresent(stream -> told.put(stream, progress)));
        return new SourceCatalog(sources, told);
    }

    /** Every model, by version. */
    synchronized List<PublishedModel> models() {
        return models.values().stream()
                .sorted(Comparator.comparing(PublishedModel::version))
                .toList();
    }

    /** What a model takes for what, a PNG; empty when its record holds no such picture. */
    synchronized Optional<byte[]> confusion(String version) {
        return Optional.ofNullable(confusions.get(version));
    }

    /** What should be labelled, the most uncertain first. */
    synchronized List<OpenQuestion> questions() {
        return questions.values().stream()
                .sorted(Comparator.comparingDouble(question -> -question.uncertainty()))
                .toList();
    }

    synchronized boolean isAsked(String clip) {
        return questions.containsKey(clip);
    }

    /** What people said here. */
    synchronized List<Answer> answers() {
        return List.copyOf(answers.values());
    }

    /** What a model said of a clip, if that is still known; the newest where it was said twice. */
    synchronized Optional<Label> label(ClipReference clip) {
        History history = streams.get(clip.stream());
        Stream<Label> ofStream = history == null ? Stream.empty() : history.labels.stream();
        Stream<Label> ofAll = Stream.concat(recent.stream(), ofStream);
        return Stream.concat(questions.values().stream().map(OpenQuestion::label), ofAll)
                .filter(label -> ClipReference.of(label).equals(clip))
                .reduce((earlier, later) -> later);
    }

    synchronized Health health() {
        return health;
    }

    /**
     * Gives the follower a snapshot now and every change after it, without a gap between the two. The follower is called
     * under the board's lock and must not block.
     *
     * @return ends it when run
     */
    synchronized Runnable follow(Consumer<Change> follower) {
        follower.accept(snapshot());
        followers.add(follower);
        return () -> unfollow(follower);
    }

    synchronized int followers() {
        return followers.size();
    }

    private synchronized void unfollow(Consumer<Change> follower) {
        followers.remove(follower);
    }

    private Change.Snapshot snapshot() {
        return new Change.Snapshot(
                streams(), labels(LABELS_IN_SNAPSHOT), progress(), models(), questions(), answers(), health);
    }

    private void tell(Change change) {
        // A copy, because a follower that cannot keep up may leave while it is being told.
        List.copyOf(followers).forEach(follower -> follower.accept(change));
    }

    /** Puts the value last, and drops the first when there are too many. */
    private static <V> void keep(Map<String, V> map, String key, V value, int limit) {
        map.remove(key);
        map.put(key, value);
        if (map.size() > limit) {
            map.remove(map.keySet().iterator().next());
        }
    }

    private static void keep(Deque<Label> labels, Label label, int limit) {
        labels.addLast(label);
        if (labels.size() > limit) {
            labels.removeFirst();
        }
    }

    private static List<Label> newestOf(Deque<Label> labels, int limit) {
        List<Label> newestFirst = new ArrayList<>(labels);
        Collections.reverse(newestFirst);
        return List.copyOf(newestFirst.subList(0, Math.min(limit, newestFirst.size())));
    }

    /** The last labels of one stream. */
    private static final class History {
        private final Deque<Label> labels = new ArrayDeque<>();
        private long count;

        void add(Label label) {
            keep(labels, label, LABELS_PER_STREAM);
            count++;
        }

        StreamStatus status(String stream) {
            List<Label.Score> actions = new ArrayList<>();
            newestOf(labels, ACTIONS_IN_STATUS)
                    .forEach(label -> actions.add(label.top().get(0)));
            Collections.reverse(actions);
            return new StreamStatus(stream, count, labels.getLast(), actions);
        }
    }
}
