package dev.rewind.inference.drift;

import static dev.rewind.inference.drift.Sightings.PROFILE;
import static dev.rewind.inference.drift.Sightings.clip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rewind.inference.drift.StreamDrift.Distance;
import org.junit.jupiter.api.Test;

final class StreamDriftTest {
    @Test
    void findsNoDistanceToClipsLikeThoseOfTheTraining() {
        StreamDrift stream = new StreamDrift(PROFILE, 1000);
        for (int i = 0; i < 1000; i++) {
            stream.add(clip("door", i, i % 2 == 0 ? "a" : "b", 0.525 + 0.05 * (i % 10), 1, -1));
        }
        Distance distance = stream.distance();

        assertThat(distance.clips()).isEqualTo(1000);
        assertThat(distance.labels()).isLessThan(1e-4);
        assertThat(distance.confidence()).isLessThan(0.011);
        assertThat(distance.embedding()).isLessThan(1e-4);
    }

    @Test
    void measuresAStreamThatShowsOneClassOnly() {
        StreamDrift stream = new StreamDrift(PROFILE, 1000);
        stream.add(clip("door", 0, "a", 0.99, 1, -1));

        // P = (1, 0), Q = (1/2, 1/2), M = (3/4, 1/4): (log2 4/3 + (log2 2/3 + log2 2) / 2) / 2
        assertThat(stream.distance().labels()).isCloseTo(0.3113, within(1e-4));
    }

    @Test
    void callsLabelsThatTheTrainingNeverHadAWholeBitAway() {
        StreamDrift stream = new StreamDrift(PROFILE, 1000);
        stream.add(clip("door", 0, "unseen", 0.6, 1, -1));

        assertThat(stream.distance().labels()).isCloseTo(1, within(1e-9));
    }

    @Test
    void measuresConfidenceAtTheDeciles() {
        StreamDrift stream = new StreamDrift(PROFILE, 1000);
        stream.add(clip("door", 0, "a", 0.5, 1, -1));

        assertThat(stream.distance().confidence()).isCloseTo(0.9, within(1e-9));
    }

    @Test
    void countsInDeviationsHowFarTheEmbeddingMoved() {
        StreamDrift stream = new StreamDrift(PROFILE, 1000);
        stream.add(clip("door", 0, "a", 0.6, 2, 3)); // 1 / 0.5 = 2 and 4 / 2 = 2 deviations

        assertThat(stream.distance().embedding()).isCloseTo(2, within(1e-6));
    }

    @Test
    void forgetsWhatLiesBeyondTheHorizon() {
        StreamDrift stream = new StreamDrift(PROFILE, 10);
        for (int i = 0; i < 500; i++) {
            stream.add(clip("door", i, "unseen", 0.5, 50, 50));
        }
        for (int i = 0; i < 200; i++) {
            stream.add(clip("door", i, i % 2 == 0 ? "a" : "b", 0.525 + 0.05 * (i % 10), 1, -1));
        }

        assertThat(stream.distance().labels()).isLessThan(0.01);
        assertThat(stream.distance().embedding()).isLessThan(0.01);
    }
}
