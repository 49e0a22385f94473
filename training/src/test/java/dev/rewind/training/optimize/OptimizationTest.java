package dev.rewind.training.optimize;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class OptimizationTest {
    private static final CosineSchedule SCHEDULE = new CosineSchedule(0.001, 0.1);

    @Test
    void refusesToClipInTheWalkAndSaysWhy() {
        assertThatThrownBy(() -> new Optimization(SCHEDULE, 0.05, OptionalDouble.of(1), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("before the others' gradients are known", "--clip-norm off");
    }

    @Test
    void refusesFiguresThatMakeNoSense() {
        assertThatThrownBy(() -> new Optimization(SCHEDULE, -1, OptionalDouble.empty(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weightDecay");
        assertThatThrownBy(() -> new Optimization(SCHEDULE, 0, OptionalDouble.of(0), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clipNorm");
    }
}
