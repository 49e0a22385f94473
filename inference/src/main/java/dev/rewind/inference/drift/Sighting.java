package dev.rewind.inference.drift;

import dev.rewind.topics.Label;
import dev.rewind.topics.models.Profile;
import java.util.Objects;
import java.util.Optional;

/**
 * One live clip as the model saw it.
 *
 * @param label what was said of it
 * @param probabilities of all the model's classes
 * @param embedding the features that its head looked at
 * @param profile what the model's training clips look like; empty for a model that came without
 */
record Sighting(Label label, float[] probabilities, float[] embedding, Optional<Profile> profile) {
    Sighting {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(probabilities, "probabilities");
        Objects.requireNonNull(embedding, "embedding");
        Objects.requireNonNull(profile, "profile");
    }

    /** Entropy of the scores over that of mere guessing, in [0, 1]. */
    double uncertainty() {
        double entropy = 0;
        for (float p : probabilities) {
            entropy -= p > 0 ? p * Math.log(p) : 0;
        }
        double guessing = Math.log(Math.max(2, probabilities.length));
        return Math.min(1, Math.max(0, entropy / guessing));
    }

    /** Probability of the label. */
    double confidence() {
        return label.top().get(0).score();
    }
}
