package dev.rewind.inference.drift;

import static dev.rewind.inference.drift.Sightings.clip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.topics.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DriftWatchTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final DriftSettings SETTINGS = new DriftSettings(100, 3, Duration.ofSeconds(10), 2, 0.4, 0.4, 1);

    @Test
    void reportsAStreamWhenItHasSeenEnoughAndThenNowAndAgain() {
        DriftWatch watch = new DriftWatch(SETTINGS);

        assertThat(watch.saw(clip("door", 0, "a", 0.7, 1, -1), NOW)).isEmpty();
        assertThat(watch.saw(clip("door", 1, "b", 0.8, 1, -1), NOW)).isEmpty();
        assertThat(watch.saw(clip("door", 2, "a", 0.9, 1, -1), NOW)).isPresent();
        assertThat(watch.saw(clip("door", 3, "b", 0.6, 1, -1), NOW.plusSeconds(9)))
                .isEmpty();
        assertThat(watch.saw(clip("door", 4, "b", 0.6, 1, -1), NOW.plusSeconds(10)))
                .isPresent();
    }

    @Test
    void saysWhatHasMoved() {
        DriftWatch watch = new DriftWatch(SETTINGS);
        Optional<Progress> figures = Optional.empty();
        for (int i = 0; i < 3; i++) {
            figures = watch.saw(clip("door", i, "unseen", 0.5, 9, -1), NOW);
        }

        assertThat(figures.orElseThrow().job()).isEqualTo("drift/door");
        assertThat(figures.orElseThrow().detail())
                .isEqualTo("drifts from the training clips: labels by 1.00, confidence by 0.90, what the model sees by"
                        + " 11.31 deviations; label some of its clips");
    }

    @Test
    void saysThatNothingHasMoved() {
        DriftWatch watch = new DriftWatch(SETTINGS);
        Optional<Progress> figures = Optional.empty();
        for (int i = 0; i < 3; i++) {
            figures = watch.saw(clip("door", i, i % 2 == 0 ? "a" : "b", 0.65 + 0.1 * i, 1, -1), NOW);
        }

        assertThat(figures.orElseThrow().detail()).isEqualTo("looks like the training clips");
    }

    @Test
    void forgetsTheStreamThatWasSilentForLongest() {
        DriftWatch watch = new DriftWatch(SETTINGS);
        watch.saw(clip("one", 0, "a", 0.7, 1, -1), NOW);
        watch.saw(clip("one", 1, "a", 0.7, 1, -1), NOW);
        watch.saw(clip("two", 0, "a", 0.7, 1, -1), NOW);
        watch.saw(clip("three", 0, "a", 0.7, 1, -1), NOW);

        assertThat(watch.saw(clip("one", 2, "a", 0.7, 1, -1), NOW)).isEmpty();
    }
}
