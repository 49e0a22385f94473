package dev.rewind.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitPaceTest {
    private static final long NOW = 1_772_600_767_000L;

    private final CommitPace pace = new CommitPace();

    @Test
    void shouldCommitTheFirstLabelAtOnce() {
        pace.sent();

        assertThat(pace.isDue(NOW)).isTrue();
    }

    @Test
    void shouldCommitOnceForAllPartitionsOfTheThread() {
        pace.sent();
        pace.sent();

        assertThat(pace.isDue(NOW)).isTrue();
        assertThat(pace.isDue(NOW + 1000)).isFalse();
    }

    @Test
    void shouldGatherWhatComesShortlyAfterACommit() {
        pace.sent();
        pace.isDue(NOW);

        pace.sent();

        assertThat(pace.isDue(NOW + 49)).isFalse();
        assertThat(pace.isDue(NOW + 50)).isTrue();
    }
}
