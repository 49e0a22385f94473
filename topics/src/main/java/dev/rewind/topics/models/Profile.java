package dev.rewind.topics.models;

import java.util.List;
import java.util.Map;

/**
 * What the clips that a model was trained for look like to it: what live clips are compared with to see them drift.
 *
 * @param clips how many were looked at
 * @param labels share of each class among the model's own top-1 labels of them
 * @param confidence deciles of the top-1 probability, the 10 % one first: nine values
 * @param mean of the embedding, a value for each of its features
 * @param deviation its standard deviation, a value for each feature
 */
public record Profile(
        int clips, Map<String, Double> labels, List<Double> confidence, List<Float> mean, List<Float> deviation) {
    public Profile {
        labels = Map.copyOf(labels);
        confidence = List.copyOf(confidence);
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.size() != deviation.size() || confidence.size() != 9) {
            throw new IllegalArgumentException("a profile has nine deciles and as many deviations as means, but has "
                    + confidence.size() + ", " + deviation.size() + " and " + mean.size());
        }
    }
}
