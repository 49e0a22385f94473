package dev.rewind.inference.smoothing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoreFilterTest {
    private static final long SECOND = 1_000_000;

    private final ScoreFilter filter = new ScoreFilter(Duration.ofSeconds(2));

    @Test
    void shouldForgetBySoMuchTimeHoweverManyClipsThereAre() {
        Map<String, Double> once = filter.next(Map.of("wave", 1.0), 4 * SECOND, Map.of("wave", 0.0));
        Map<String, Double> often = Map.of("wave", 1.0);
        for (int i = 0; i < 40; i++) {
            often = filter.next(often, SECOND / 10, Map.of("wave", 0.0));
        }

        assertThat(once.get("wave")).isCloseTo(Math.exp(-2), within(1e-12));
        assertThat(often.get("wave")).isCloseTo(Math.exp(-2), within(1e-12));
    }

    @Test
    void shouldStayAmongTheScoresItSaw() {
        Map<String, Double> scores = filter.first(Map.of("wave", 0.7, "bow", 0.3));
        for (int i = 0; i < 10; i++) {
            scores = filter.next(scores, SECOND, Map.of("wave", 0.7, "bow", 0.3));
        }

        assertThat(scores.get("wave")).isCloseTo(0.7, within(1e-12));
        assertThat(scores.keySet()).containsExactly("wave", "bow");
    }

    @Test
    void shouldLetClassesComeAndGoWithTheModel() {
        Map<String, Double> scores =
                filter.next(Map.of("wave", 0.8, "bow", 0.2), 2 * SECOND, Map.of("wave", 0.5, "kneel", 0.5));

        double kept = Math.exp(-1);
        assertThat(scores.get("wave")).isCloseTo(0.8 * kept + 0.5 * (1 - kept), within(1e-12));
        assertThat(scores.get("bow")).isCloseTo(0.2 * kept, within(1e-12));
        assertThat(scores.get("kneel")).isCloseTo(0.5 * (1 - kept), within(1e-12));
        assertThat(scores.values().stream().mapToDouble(score -> score).sum()).isCloseTo(1, within(1e-12));
    }

    @Test
    void shouldTakeEachClipAsItIsWhereNothingIsSmoothed() {
        assertThat(new ScoreFilter(Duration.ZERO).next(Map.of("wave", 1.0), 0, Map.of("wave", 0.25, "bow", 0.75)))
                .containsExactly(Map.entry("bow", 0.75), Map.entry("wave", 0.25));
    }

    @Test
    void shouldKeepTheHighestScoresAlone() {
        Map<String, Double> many = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            many.put("action " + i, i / 79_800.0);
        }

        assertThat(filter.first(many)).hasSize(32).containsKeys("action 399", "action 368");
    }
}
