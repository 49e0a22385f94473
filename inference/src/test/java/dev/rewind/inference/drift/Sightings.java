package dev.rewind.inference.drift;

import dev.rewind.topics.Label;
import dev.rewind.topics.models.Profile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clips as a model of the classes {@code a} and {@code b}, with an embedding of two features, sees them. */
final class Sightings {
    static final Profile PROFILE = new Profile(
            100,
            Map.of("a", 0.5, "b", 0.5),
            List.of(0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95),
            List.of(1f, -1f),
            List.of(0.5f, 2f));

    private Sightings() {}

    static Sighting clip(String stream, int number, String label, double score, float... embedding) {
        float other = (float) (1 - score);
        return new Sighting(
                new Label(
                        stream,
                        Instant.EPOCH.plusSeconds(number),
                        Instant.EPOCH.plusSeconds(number + 1),
                        List.of(new Label.Score(label, score)),
                        new Label.Model("m1", "00"),
                        new Label.Lineage(0, number, number, 16),
                        new Label.Latency(0, 0, 0, 0)),
                new float[] {(float) score, other},
                embedding,
                Optional.of(PROFILE));
    }
}
