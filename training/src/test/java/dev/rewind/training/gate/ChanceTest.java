package dev.rewind.training.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ChanceTest {
    @Test
    void addsUpTheLowerTailOfTheBinomial() {
        assertThat(Chance.of(0, 10, 0.5)).isCloseTo(1 / 1024.0, within(1e-12));
        assertThat(Chance.of(1, 10, 0.5)).isCloseTo(11 / 1024.0, within(1e-12));
        assertThat(Chance.of(10, 10, 0.5)).isCloseTo(1, within(1e-12));
        assertThat(Chance.of(3, 10, 0)).isEqualTo(1);
        assertThat(Chance.of(9, 10, 1)).isZero();
        assertThat(Chance.of(10, 10, 1)).isEqualTo(1);
    }

    /** The tea of Fisher (The Design of Experiments, 1935): all four of four has one chance in seventy. */
    @Test
    void isFishersExactTest() {
        assertThat(Chance.of(0, 4, 4, 4)).isCloseTo(1 / 70.0, within(1e-12));
        assertThat(Chance.of(1, 4, 3, 4)).isCloseTo(17 / 70.0, within(1e-12));
        assertThat(Chance.of(4, 4, 0, 4)).isCloseTo(1, within(1e-12));
        assertThat(Chance.of(5, 10, 900, 1000)).isBetween(1e-4, 3e-3);
    }
}
