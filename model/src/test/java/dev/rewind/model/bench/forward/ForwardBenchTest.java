package dev.rewind.model.bench.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rewind.model.Compute.Kind;
import dev.rewind.model.bench.BenchNetwork;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.kernels.Dtype;
import dev.rewind.model.network.config.NetworkCost;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForwardBenchTest {
    private static final Set<Kind> BOTH = EnumSet.allOf(Kind.class);
    private static final BenchNetwork NETWORK = BenchNetwork.ofPreset("rev-vit-tiny");

    @Test
    void measuresBothKernelsBesideTheMatmulRate() {
        List<Integer> runs = new ArrayList<>();
        ForwardFigures figures = figures(settings(BOTH, Dtype.FP32, 2, 3), runs);

        assertThat(runs).containsExactly(1, 2, 3);
        assertThat(figures.gflopPerForward())
                .isEqualTo(2 * NetworkCost.of(NETWORK.config()).flop() / 1e9);
        assertThat(figures.device()).isEqualTo("cpu");
        assertThat(figures.dtype()).isEqualTo("fp32");
        assertThat(figures.sameTop1()).isTrue();
        assertThat(figures.largestLogitDifference()).isLessThan(1e-4 * figures.largestLogit());
        assertAddsUp(figures, figures.plain(), figures.matmulGflops().fp32());
        assertAddsUp(figures, figures.fast(), figures.matmulGflops().fp32());
    }

    @Test
    void measuresBrainFloatsByTheirOwnMatmulRateAndSaysHowFarTheyAreOff() {
        ForwardFigures figures = figures(settings(EnumSet.of(Kind.FAST), Dtype.BF16, 1, 1), new ArrayList<>());

        assertThat(figures.plain()).isNull();
        assertAddsUp(figures, figures.fast(), figures.matmulGflops().bf16());
        assertThat(figures.largestLogitDifference()).isBetween(1e-6, figures.largestLogit());
        assertThat(figures.sameTop1()).isNotNull();
    }

    private static void assertAddsUp(ForwardFigures figures, ForwardFigures.Side side, double matmul) {
        assertThat(side.seconds()).isPositive();
        assertThat(side.cpuSeconds()).isPositive();
        double working = figures.threads() == 1 ? side.cpuSeconds() : side.seconds();
        assertThat(side.gflops() * working).isCloseTo(figures.gflopPerForward(), within(1e-9));
        assertThat(side.matmulShare() * matmul).isCloseTo(side.gflops(), within(1e-9));
        assertThat(side.idealRatio() * side.gflops())
                .isCloseTo(figures.matmulGflops().fp32(), within(1e-9));
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        assertThatThrownBy(() -> settings(EnumSet.of(Kind.PLAIN), Dtype.BF16, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fp32 alone");
        assertThatThrownBy(() -> settings(BOTH, Dtype.FP32, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("were 0, 1 and 1");
    }

    private static ForwardSettings settings(Set<Kind> kinds, Dtype dtype, int batch, int runs) {
        return new ForwardSettings(kinds, new DeviceChoice.Cpu(), dtype, batch, 1, runs);
    }

    private static ForwardFigures figures(ForwardSettings settings, List<Integer> runs) {
        return new ForwardBench(NETWORK, settings).run(runs::add);
    }
}
