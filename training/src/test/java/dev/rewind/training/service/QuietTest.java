package dev.rewind.training.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuietTest {
    private static final long SECOND = 1_000_000_000L;

    private final Quiet quiet = new Quiet(Duration.ofSeconds(5));

    @Test
    void isOverWhenNothingHasComeForAWhile() {
        quiet.begin(SECOND);
        quiet.disturb(4 * SECOND);

        assertThat(quiet.isOver(9 * SECOND - 1)).isFalse();
        assertThat(quiet.isOver(9 * SECOND)).isTrue();
    }

    @Test
    void isOverAfterTenTimesAsLongWhateverComes() {
        quiet.begin(SECOND);
        quiet.disturb(51 * SECOND - 1);

        assertThat(quiet.isOver(51 * SECOND - 1)).isFalse();
        assertThat(quiet.isOver(51 * SECOND)).isTrue();
    }

    @Test
    void isOverAtOnceWhereNoneIsAskedFor() {
        Quiet none = new Quiet(Duration.ZERO);
        none.begin(SECOND);
        assertThat(none.isOver(SECOND)).isTrue();
    }
}
