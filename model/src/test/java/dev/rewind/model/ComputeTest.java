package dev.rewind.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.rewind.model.Compute.Kind;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Dtype;
import dev.rewind.model.network.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComputeTest {
    private static final DeviceChoice CPU = new DeviceChoice.Cpu();

    @TempDir
    Path directory;

    @Test
    void aModelAnswersAlikeHoweverItIsComputed() {
        try (NDManager manager = Torch.manager().newSubManager();
                Weights weights = SmallModel.weights(manager)) {
            new ModelFolder(directory).write(weights, SmallModel.manifest());
        }

        float[] plain = probabilities(new Compute(CPU, Kind.PLAIN, Dtype.FP32));
        float[] fast = probabilities(new Compute(CPU, Kind.FAST, Dtype.FP32));
        float[] coarse = probabilities(new Compute(CPU, Kind.FAST, Dtype.BF16));

        assertThat(fast).containsExactly(plain, within(1e-5f));
        assertThat(coarse).containsExactly(plain, within(1e-2f)).isNotEqualTo(fast);
    }

    private float[] probabilities(Compute compute) {
        byte[] clip = new byte[4 * 16 * 16 * 3];
        new Random(7).nextBytes(clip);
        try (ActionModel model = ActionModel.load(directory, compute)) {
            return model.probabilities(List.of(clip)).get(0);
        }
    }

    @Test
    void keepsTheReferenceExact() {
        assertThatThrownBy(() -> new Compute(CPU, Kind.PLAIN, Dtype.BF16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fp32 alone");
    }
}
