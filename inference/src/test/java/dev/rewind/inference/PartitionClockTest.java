package dev.rewind.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartitionClockTest {
    private final PartitionClock clock = new PartitionClock(0, 100_000);

    @Test
    void shouldShowTheTimeOfABacklogAndNotTheWalls() {
        clock.observe(5_000, 100_000);
        clock.observe(5_100, 109_000);

        assertThat(clock.at(109_000)).isEqualTo(5_100);
    }

    @Test
    void shouldRunWithTheWallClockWhileNothingComes() {
        clock.observe(5_000, 100_000);

        assertThat(clock.at(102_500)).isEqualTo(7_500);
    }

    @Test
    void shouldRunWithTheWallClockWhileTimestampsStandStill() {
        clock.observe(5_000, 100_000);
        clock.observe(5_000, 103_000);

        assertThat(clock.at(103_000)).isEqualTo(8_000);
    }

    @Test
    void shouldNotFollowAProducerIntoTheFuture() {
        clock.observe(9_999_999, 100_000);

        assertThat(clock.at(100_000)).isEqualTo(100_000);
    }
}
