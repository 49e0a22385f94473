package dev.rewind.deploy.replay;

import dev.rewind.inference.replay.Relabelled;
import dev.rewind.topics.Label;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** How labels of before and of now differ, counted as they come: of single clips, those that changed most are kept. */
final class Comparison {
    private final int keptClips;
    private final Map<String, ClassCount> classes = new TreeMap<>();
    private final Map<Turn, Long> turns = new TreeMap<>();
    private final Map<String, Long> models = new TreeMap<>();
    private final PriorityQueue<Changed> most = new PriorityQueue<>(Changed.LEAST_FIRST);
    private long clips;
    private long agreed;
    private double largestDifference;

    /** @param keptClips of those whose class changed */
    Comparison(int keptClips) {
        this.keptClips = keptClips;
    }

    /**
     * How often a class was the likeliest.
     *
     * @param before by the labels
     * @param now by the model
     * @param both by both, for the same clip
     */
    record ClassCount(long before, long now, long both) {
        private static final ClassCount NONE = new ClassCount(0, 0, 0);

        private ClassCount and(long moreBefore, long moreNow, long moreBoth) {
            return new ClassCount(before + moreBefore, now + moreNow, both + moreBoth);
        }
    }

    /** A class that became another. */
    record Turn(String before, String now) implements Comparable<Turn> {
        @Override
        public int compareTo(Turn other) {
            return Comparator.comparing(Turn::before).thenComparing(Turn::now).compare(this, other);
        }
    }

    /**
     * A clip whose class changed.
     *
     * @param said the label of before
     * @param now what the model says
     * @param fall how much less likely the class of before is now; all that it had, for a model that does not know it
     */
    record Changed(Label said, Label now, double fall) {
        static final Comparator<Changed> LEAST_FIRST = Comparator.comparingDouble(Changed::fall)
                .thenComparing(changed -> changed.said().to(), Comparator.reverseOrder());

        Label.Score before() {
            return said.top().get(0);
        }

        Label.Score after() {
            return now.top().get(0);
        }
    }

    /** Counts a clip that has a label of before. */
    void add(Relabelled clip) {
        Label said = clip.said().orElseThrow();
        Label.Score before = said.top().get(0);
        String after = clip.now().top().get(0).label();
        boolean same = before.label().equals(after);
        clips++;
        agreed += same ? 1 : 0;
        models.merge(said.model().version(), 1L, Long::sum);
        count(before.label(), 1, 0, same ? 1 : 0);
        count(after, 0, 1, 0);
        for (Label.Score score : said.top()) {
            double now = clip.score(score.label()).orElse(0);
            largestDifference = Math.max(largestDifference, Math.abs(now - score.score()));
        }
        if (!same) {
            turns.merge(new Turn(before.label(), after), 1L, Long::sum);
            keep(new Changed(
                    said,
                    clip.now(),
                    before.score() - clip.score(before.label()).orElse(0)));
        }
    }

    private void count(String name, long before, long now, long both) {
        classes.merge(name, ClassCount.NONE.and(before, now, both), (sum, one) -> sum.and(before, now, both));
    }

    private void keep(Changed changed) {
        most.add(changed);
        if (most.size() > keptClips) {
            most.remove();
        }
    }

    long clips() {
        return clips;
    }

    /** Clips whose likeliest class is the same. */
    long agreed() {
        return agreed;
    }

    /** Of any class that a label names, in its score. */
    double largestDifference() {
        return largestDifference;
    }

    /** The models of the labels, each with how many are its. */
    Map<String, Long> models() {
        return models;
    }

    /** By name. */
    Map<String, ClassCount> classes() {
        return classes;
    }

    /** Which classes became which others, the most frequent first. */
    List<Map.Entry<Turn, Long>> turns() {
        return turns.entrySet().stream()
                .sorted(Map.Entry.<Turn, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    /** The clips that changed most, the most first. */
    List<Changed> mostChanged() {
        List<Changed> all = new ArrayList<>(most);
        all.sort(Changed.LEAST_FIRST.reversed());
        return all;
    }
}
