package dev.rewind.training.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class OptimizationTest {
    private static final CosineSchedule SCHEDULE = new CosineSchedule(0.001, 0.1);

    @Test
    void refusesToClipInTheWalkAndSaysWhy() {
        assertThatThrownBy(() -> new Optimization(SCHEDULE, 0.05, OptionalDouble.of(1), OptionalDouble.empty(), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("before the others' gradients are known", "--clip-norm off");
    }

    @Test
    void averagesOverMoreAndMoreSteps() {
        Optimization optimization = new Optimization(SCHEDULE, 0, OptionalDouble.empty(), OptionalDouble.of(20), false);

        assertThat(optimization.averageShare(0)).isEqualTo(1);
        assertThat(optimization.averageShare(10)).isEqualTo(0.5);
        assertThat(optimization.averageShare(1_000_000)).isEqualTo(0.05);
    }

    @Test
    void refusesFiguresThatMakeNoSense() {
        assertThatThrownBy(() -> new Optimization(SCHEDULE, -1, OptionalDouble.empty(), OptionalDouble.empty(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weightDecay");
        assertThatThrownBy(() -> new Optimization(SCHEDULE, 0, OptionalDouble.of(0), OptionalDouble.empty(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clipNorm");
        assertThatThrownBy(() -> new Optimization(SCHEDULE, 0, OptionalDouble.empty(), OptionalDouble.of(0.5), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("averageSteps");
    }
}
