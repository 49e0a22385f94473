package dev.rewind.training.sample;

import dev.rewind.model.ClipSpec;
import dev.rewind.training.clips.ClipSource;
import dev.rewind.training.clips.LabelledClip;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Epochs in which every class that has clips is seen equally often, and within a class some clips more often than others.
 * An epoch has as many places as there are clips, rounded up to whole classes, and each place belongs to a class. The
 * places of a class share its clips out by weight: each stands for an equal stretch of the clips laid end to end as long as
 * their weights, and takes the clip at a random point of it. A clip that is due twice is thus drawn at least once, and of
 * equal weights and as many places as clips each is drawn exactly once.
 */
public final class BalancedClips implements ClipSource {
    private final ClipSource clips;
    private final List<Stretch> classes;
    private final int places;

    /** The clips of one class laid end to end: their indices, and where each ends. */
    private record Stretch(int[] clips, double[] ends) {}

    /**
     * Balances a source.
     *
     * @param labels the class of each of its clips
     * @param weights how often each is seen, beside the others of its class; above 0
     */
    public BalancedClips(ClipSource clips, int[] labels, double[] weights) {
        if (labels.length != clips.size() || weights.length != clips.size() || clips.size() == 0) {
            throw new IllegalArgumentException("every clip needs a label and a weight, but there are " + clips.size()
                    + " clips, " + labels.length + " labels and " + weights.length + " weights");
        }
        this.clips = clips;
        this.classes = stretches(labels, weights);
        this.places = (clips.size() + classes.size() - 1) / classes.size();
    }

    @Override
    public List<String> classes() {
        return clips.classes();
    }

    @Override
    public int size() {
        return places * classes.size();
    }

    @Override
    public String fingerprint() {
        StringBuilder all = new StringBuilder(clips.fingerprint()).append(" balanced");
        classes.forEach(stretch -> all.append(' ').append(Arrays.hashCode(stretch.ends())));
        return all.toString();
    }

    @Override
    public LabelledClip draw(int index, ClipSpec spec, SplittableRandom random) {
        return clips.draw(clipAt(index, random), spec, random);
    }

    /** Which clip a place of an epoch gets. */
    int clipAt(int place, SplittableRandom random) {
        Stretch stretch = classes.get(place % classes.size());
        double length = stretch.ends()[stretch.ends().length - 1];
        double point = (place / classes.size() + random.nextDouble()) / places * length;
        int found = Arrays.binarySearch(stretch.ends(), point);
        // An end belongs to the clip after it; rounding may reach the very last.
        int clip = found >= 0 ? found + 1 : -found - 1;
        return stretch.clips()[Math.min(clip, stretch.clips().length - 1)];
    }

    private static List<Stretch> stretches(int[] labels, double[] weights) {
        Map<Integer, List<Integer>> byLabel = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            if (!(weights[i] > 0)) {
                throw new IllegalArgumentException("weights must be above 0, but clip " + i + " has " + weights[i]);
            }
            byLabel.computeIfAbsent(labels[i], label -> new ArrayList<>()).add(i);
        }
        List<Stretch> stretches = new ArrayList<>();
        for (List<Integer> members : byLabel.values()) {
            double[] ends = new double[members.size()];
            double end = 0;
            for (int i = 0; i < ends.length; i++) {
                end += weights[members.get(i)];
                ends[i] = end;
            }
            stretches.add(
                    new Stretch(members.stream().mapToInt(Integer::intValue).toArray(), ends));
        }
        return stretches;
    }
}
