package dev.rewind.training.service;

import dev.rewind.model.ClipScores;
import dev.rewind.topics.models.Profile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Draws up what clips look like to a model. Of clips held out, for on those that it has learned from it is surer than it
 * will ever be on live ones.
 */
final class ProfileOf {
    private static final int DECILES = 10;

    private ProfileOf() {}

    /** The profile of at least one clip. */
    static Profile clips(List<String> classes, List<ClipScores> scores) {
        Map<String, Double> labels = new TreeMap<>();
        double[] confidence = new double[scores.size()];
        int features = scores.get(0).embedding().length;
        double[] sums = new double[features];
        double[] squares = new double[features];
        for (int i = 0; i < confidence.length; i++) {
            ClipScores clip = scores.get(i);
            labels.merge(classes.get(clip.top()), 1.0 / confidence.length, Double::sum);
            confidence[i] = clip.probabilities()[clip.top()];
            float[] embedding = clip.embedding();
            for (int f = 0; f < features; f++) {
                sums[f] += embedding[f];
                squares[f] += (double) embedding[f] * embedding[f];
            }
        }
        Arrays.sort(confidence);
        List<Double> deciles = new ArrayList<>(DECILES - 1);
        for (int d = 1; d < DECILES; d++) {
            deciles.add(confidence[(int) Math.round(d / (double) DECILES * (confidence.length - 1))]);
        }
        List<Float> means = new ArrayList<>(features);
        List<Float> deviations = new ArrayList<>(features);
        for (int f = 0; f < features; f++) {
            double mean = sums[f] / confidence.length;
            means.add((float) mean);
            deviations.add((float) Math.sqrt(Math.max(0, squares[f] / confidence.length - mean * mean)));
        }
        return new Profile(confidence.length, labels, deciles, means, deviations);
    }
}
