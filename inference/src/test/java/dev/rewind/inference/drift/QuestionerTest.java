package dev.rewind.inference.drift;

import static dev.rewind.inference.drift.Sightings.clip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rewind.topics.Question;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class QuestionerTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void asksForTheLeastCertainOfSoManyClips() {
        List<Question> asked = ask(
                new QuestionSettings(3, 0.3, 0.95, 10),
                clip("door", 0, "a", 0.7, 1, 0),
                clip("yard", 1, "a", 0.55, 0, 1),
                clip("door", 2, "a", 0.9, 1, 1));

        assertThat(asked).singleElement().satisfies(question -> {
            assertThat(question.label().stream()).isEqualTo("yard");
            assertThat(question.uncertainty()).isCloseTo(0.9928, within(1e-4)); // H(0.55) in bits
        });
    }

    @Test
    void asksNothingAboutClipsThatAreCertain() {
        assertThat(ask(
                        new QuestionSettings(2, 0.3, 0.95, 10),
                        clip("door", 0, "a", 0.99, 1, 0),
                        clip("door", 1, "a", 0.98, 0, 1)))
                .isEmpty();
    }

    @Test
    void asksOnceAboutClipsThatLookTheSame() {
        List<Question> asked = ask(
                new QuestionSettings(1, 0.3, 0.95, 10),
                clip("door", 0, "a", 0.5, 1, 0.1f),
                clip("door", 1, "a", 0.5, 2, 0.2f),
                clip("door", 2, "a", 0.6, 0, 1));

        assertThat(asked)
                .extracting(question -> question.label().lineage().firstOffset())
                .containsExactly(0L, 2L);
    }

    @Test
    void forgetsWhatItAskedLongAgo() {
        List<Question> asked = ask(
                new QuestionSettings(1, 0.3, 0.95, 1),
                clip("door", 0, "a", 0.5, 1, 0),
                clip("door", 1, "a", 0.5, 0, 1),
                clip("door", 2, "a", 0.5, 1, 0));

        assertThat(asked).hasSize(3);
    }

    private static List<Question> ask(QuestionSettings settings, Sighting... clips) {
        Questioner questioner = new Questioner(settings);
        List<Question> asked = new ArrayList<>();
        for (Sighting clip : clips) {
            questioner.saw(clip, NOW).ifPresent(asked::add);
        }
        return asked;
    }
}
