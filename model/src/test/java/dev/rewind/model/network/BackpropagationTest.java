package dev.rewind.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.Preset;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Patch;
import dev.rewind.model.network.config.Pooling;
import dev.rewind.model.network.config.Position;
import dev.rewind.model.network.config.Projection;
import dev.rewind.model.network.config.Reversible;
import dev.rewind.model.network.config.Transition;
import dev.rewind.model.verify.FormulaValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackpropagationTest {
    @ParameterizedTest
    @CsvSource({"avg, 3, 0", "avg, 1, 0", "avg, 2, 0.4", "max, 2, 0.4", "concat, 1, 0.4", "concat_linear_2, 3, 0.4"})
    void givesTheSameGradientsWithoutActivations(String fusion, int slice, double dropPath) {
        NetworkConfig config = new NetworkConfig(
                new Thw(4, 24, 32),
                Patch.clip(new Thw(3, 7, 7), new Thw(2, 4, 4)),
                8,
                1,
                6,
                4,
                new Projection(false, true),
                Position.SEPARABLE,
                false,
                new Pooling(new Thw(3, 3, 3), new Thw(1, 2, 2)),
                List.of(Transition.halving(1), Transition.halving(2)),
                Reversible.fusing(fusion),
                false,
                5,
                dropPath,
                dropPath);
        Network network = Network.of(config);
        Run ordinary = run(network, Backpropagation.ordinary(network));
        Run reversible = run(
                network,
                Backpropagation.reversible(network, new WalkSettings(OptionalInt.of(slice), StreamFormat.FLOAT)));

        assertThat(reversible.loss).isCloseTo(ordinary.loss, within(1e-5f));
        assertClose("logits", reversible.logits, ordinary.logits);
        assertThat(reversible.gradients.keySet()).isEqualTo(network.shapes().keySet());
        ordinary.gradients.forEach((name, gradient) -> assertClose(name, reversible.gradients.get(name), gradient));
    }

    private record Run(float loss, float[] logits, Map<String, float[]> gradients) {}

    private static Run run(Network network, Backpropagation backpropagation) {
        Shape shape = new Shape(3, 3, 4, 24, 32);
        try (NDManager manager = Torch.manager().newSubManager();
                NDScope scope = new NDScope()) {
            Weights weights = Weights.create(manager, network.shapes(), new FormulaValues());
            Gradients gradients = new Gradients(weights);
            NDArray input = manager.create(FormulaValues.input("input", shape), shape);
            NDArray targets =
                    manager.create(new float[] {0, 1, 0, 0, 0, .5f, 0, .5f, 0, 0, 0, 0, 0, 0, 1}, new Shape(3, 5));

            Backpropagation.Result result = backpropagation.run(
                    gradients,
                    Pass.training(Kernels.fast(), 5),
                    input,
                    logits -> logits.logSoftmax(-1).mul(targets).sum().neg());

            Map<String, float[]> values = new LinkedHashMap<>();
            weights.asMap()
                    .keySet()
                    .forEach(name -> values.put(name, gradients.get(name).toFloatArray()));
            return new Run(result.loss(), result.logits().toFloatArray(), values);
        }
    }

    private static void assertClose(String what, float[] actual, float[] expected) {
        float largest = 1e-2f; // what is zero but for rounding
        float error = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            error = Math.max(error, Math.abs(actual[i] - expected[i]));
            assertThat(actual[i]).isFinite();
        }
        assertThat(error).as("largest error of %s, up to %s", what, largest).isLessThanOrEqualTo(1e-4f * largest);
    }

    @Test
    void refusesToWalkBackThroughAnOrdinaryNetwork() {
        Network network = Network.of(Preset.byName("vit-tiny").network());

        assertThatThrownBy(() -> Backpropagation.of(Backpropagation.Mode.REVERSIBLE, network))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("train it the ordinary way");
    }
}
