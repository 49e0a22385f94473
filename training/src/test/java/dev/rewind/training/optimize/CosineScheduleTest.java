package dev.rewind.training.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CosineScheduleTest {
    @Test
    void risesLinearlyAndFallsAlongHalfACosine() {
        CosineSchedule schedule = new CosineSchedule(2, 0.2);

        assertThat(schedule.at(0)).isEqualTo(0.02, within(1e-12));
        assertThat(schedule.at(0.1)).isEqualTo(1.01, within(1e-12));
        assertThat(schedule.at(0.2)).isEqualTo(2, within(1e-12));
        assertThat(schedule.at(0.4)).isEqualTo(0.02 + 1.98 * (1 + Math.sqrt(0.5)) / 2, within(1e-12));
        assertThat(schedule.at(0.6)).isEqualTo(1.01, within(1e-12));
        assertThat(schedule.at(1)).isEqualTo(0.02, within(1e-12));
        assertThat(schedule.at(1.5)).isEqualTo(0.02, within(1e-12));
    }

    @Test
    void beginsAtItsPeakWithoutAWarmUp() {
        assertThat(new CosineSchedule(0.5, 0).at(0)).isEqualTo(0.5, within(1e-12));
    }

    @Test
    void refusesAPeakOrWarmUpThatMakesNoSense() {
        for (double[] wrong : new double[][] {{0, 0}, {-1, 0}, {Double.NaN, 0}, {1, 1}, {1, -0.1}, {1, Double.NaN}}) {
            assertThatThrownBy(() -> new CosineSchedule(wrong[0], wrong[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("peak above 0");
        }
    }
}
