package dev.rewind.inference.drift;

import dev.rewind.topics.models.Profile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far the recent clips of one stream are from the training clips, each as the model sees it. Recent is an
 * exponential average over the horizon, so that a stream costs some kilobytes however many clips it has.
 */
final class StreamDrift {
    private final Profile profile;
    private final int horizon;
    private final Map<String, Double> labels = new HashMap<>();
    private final double[] confidence;
    private final float[] mean;
    private long clips;

    StreamDrift(Profile profile, int horizon) {
        this.profile = profile;
        this.horizon = horizon;
        this.confidence = new double[profile.confidence().size() + 1];
        this.mean = new float[profile.mean().size()];
    }

    /**
     * The distances.
     *
     * @param clips seen
     * @param labels Jensen-Shannon divergence of the label shares, in bits: 0 where they are the same, 1 where no label is
     *     common
     * @param confidence Kolmogorov-Smirnov distance of the top-1 probabilities, at the profile's deciles, in [0, 1]
     * @param embedding root mean square, over the features, of how many deviations the mean has moved
     */
    record Distance(long clips, double labels, double confidence, double embedding) {}

    void add(Sighting clip) {
        clips++;
        double share = 1.0 / Math.min(clips, horizon);
        labels.replaceAll((label, weight) -> weight * (1 - share));
        labels.merge(clip.label().top().get(0).label(), share, Double::sum);
        for (int i = 0; i < confidence.length; i++) {
            confidence[i] *= 1 - share;
        }
        confidence[decile(clip.confidence())] += share;
        float[] embedding = clip.embedding();
        for (int i = 0; i < mean.length && embedding.length == mean.length; i++) {
            mean[i] += (float) (share * (embedding[i] - mean[i]));
        }
    }

    long clips() {
        return clips;
    }

    Distance distance() {
        return new Distance(clips, divergence(), confidenceDistance(), embeddingDistance());
    }

    private int decile(double value) {
        List<Double> bounds = profile.confidence();
        int decile = 0;
        while (decile < bounds.size() && value > bounds.get(decile)) {
            decile++;
        }
        return decile;
    }

    private double divergence() {
        Set<String> all = new HashSet<>(labels.keySet());
        all.addAll(profile.labels().keySet());
        double sum = 0;
        for (String label : all) {
            double live = labels.getOrDefault(label, 0.0);
            double trained = profile.labels().getOrDefault(label, 0.0);
            double middle = (live + trained) / 2;
            sum += (surprise(live, middle) + surprise(trained, middle)) / 2;
        }
        return Math.min(1, Math.max(0, sum));
    }

    private static double surprise(double share, double of) {
        return share > 0 ? share * Math.log(share / of) / Math.log(2) : 0;
    }

    private double confidenceDistance() {
        double below = 0;
        double farthest = 0;
        for (int i = 0; i + 1 < confidence.length; i++) {
            below += confidence[i];
            farthest = Math.max(farthest, Math.abs(below - (i + 1.0) / confidence.length));
        }
        return farthest;
    }

    private double embeddingDistance() {
        double sum = 0;
        int features = 0;
        for (int i = 0; i < mean.length; i++) {
            double deviation = profile.deviation().get(i);
            if (deviation > 0) { // a feature that never varied says nothing of how much is much
                double moved = (mean[i] - profile.mean().get(i)) / deviation;
                sum += moved * moved;
                features++;
            }
        }
        return features == 0 ? 0 : Math.sqrt(sum / features);
    }
}
