package dev.rewind.model.bench.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.model.bench.BenchNetwork;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.kernels.Dtype;
import dev.rewind.model.network.Backpropagation.Mode;
import dev.rewind.model.network.StreamFormat;
import org.junit.jupiter.api.Test;

class GradientErrorTest {
    @Test
    void isThatOfRoundingInThirtyTwoBitsWhateverTheWayAndTheSlice() {
        assertThat(error(Mode.REVERSIBLE, Dtype.FP32)).isBetween(1e-9, 1e-4);
        assertThat(error(Mode.ORDINARY, Dtype.FP32)).isBetween(1e-9, 1e-4);
    }

    @Test
    void showsHowCoarseBrainFloatsAre() {
        assertThat(error(Mode.REVERSIBLE, Dtype.BF16)).isBetween(1e-3, 1.0);
    }

    private static double error(Mode mode, Dtype dtype) {
        StepSettings settings = new StepSettings(mode, new DeviceChoice.Cpu(), dtype, 3, 2, StreamFormat.FLOAT, 1, 1);
        try (ReadyModel model = new ReadyModel(new StepJob(BenchNetwork.ofPreset("rev-mvit-tiny"), settings))) {
            return GradientError.of(model);
        }
    }
}
