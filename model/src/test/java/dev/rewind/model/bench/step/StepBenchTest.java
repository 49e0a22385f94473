package dev.rewind.model.bench.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rewind.model.bench.BenchNetwork;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.kernels.Dtype;
import dev.rewind.model.network.Backpropagation.Mode;
import dev.rewind.model.network.StreamFormat;
import dev.rewind.model.network.config.NetworkCost;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepBenchTest {
    private static final BenchNetwork NETWORK = BenchNetwork.ofPreset("rev-vit-tiny");

    @Test
    void measuresMemoryTimeAndGradientsOfAStep() {
        List<Integer> done = new ArrayList<>();
        StepFigures figures = new StepBench(NETWORK, settings(Mode.REVERSIBLE, 2, 1)).run(done::add);

        assertThat(done).containsExactly(1, 2, 3);
        assertThat(figures.gflopPerStep())
                .isCloseTo(4 * 2 * NetworkCost.of(NETWORK.config()).flop() / 1e9, within(1e-9));
        assertThat(figures.matmulShare() * figures.matmulGflops().fp32() * figures.cpuSeconds())
                .isCloseTo(figures.gflopPerStep(), within(1e-9));
        assertThat(figures.idealRatio() * figures.matmulShare()).isCloseTo(1, within(1e-9));
        assertThat(figures.seconds()).isPositive();
        assertThat(figures.gradientError()).isLessThan(1e-4);
        assertThat(figures.drift()).hasSize(NETWORK.config().depth()).allMatch(block -> block.error() < 1e-4);
        assertThat(figures.measured().time()).contains("system's malloc", "median of 1 run ");
        assertThat(figures.training()).isEqualTo(new StepFigures.Training("reversible", "fp32", 2, 1, "float", 1));
    }

    @Test
    void findsThatActivationsTakeMemoryAndRebuildingThemDoesNot() {
        BenchNetwork deep = NETWORK.withDepth(12);
        StepPeak ordinary = new StepBench(deep, settings(Mode.ORDINARY, 8, 1)).peak();
        assumeTrue(ordinary.bytes() != null, "only Linux says how much of a process lies in memory");
        StepPeak reversible = new StepBench(deep, settings(Mode.REVERSIBLE, 8, 1)).peak();

        assertThat(ordinary.method()).contains("MALLOC_MMAP_THRESHOLD_=65536 MALLOC_TRIM_THRESHOLD_=65536");
        // 96 times the activations of one image in one layer, against one block's: far apart whatever else happens.
        assertThat(ordinary.bytes()).isGreaterThan(2 * reversible.bytes());
    }

    @Test
    void measuresNetworksOfOtherSizesThanTheirOwn() {
        BenchNetwork clips = BenchNetwork.ofPreset("rev-mvit-tiny").withFrames(32);

        assertThat(clips.config().input().t()).isEqualTo(32);
        assertThat(clips.config().tokens().t()).isEqualTo(16);
        assertThat(NETWORK.withDepth(3).config().blocks()).hasSize(3);
        assertThatThrownBy(() -> clips.withDepth(3)).hasMessageContaining("rev-mvit-tiny has stages");
        assertThatThrownBy(() -> NETWORK.withFrames(3)).hasMessageContaining("takes images");
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        BenchNetwork ordinary = BenchNetwork.ofPreset("vit-tiny");

        assertThatThrownBy(() -> new StepBench(ordinary, settings(Mode.REVERSIBLE, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("train it the ordinary way");
        assertThatThrownBy(() -> new StepBench(NETWORK, settings(Mode.REVERSIBLE, 1, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("slice was 0");
        assertThatThrownBy(() -> settings(Mode.REVERSIBLE, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("were 0, 1 and 1");
    }

    private static StepSettings settings(Mode mode, int batch, int slice) {
        return new StepSettings(mode, new DeviceChoice.Cpu(), Dtype.FP32, batch, slice, StreamFormat.FLOAT, 1, 1);
    }
}
