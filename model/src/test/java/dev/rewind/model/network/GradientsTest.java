package dev.rewind.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.Preset;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.network.WalkSettings.Ways;
import dev.rewind.model.verify.FormulaValues;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In both modes: by graphs, and by ways back that are written out. */
class GradientsTest {
    private static final Network NETWORK =
            Network.of(Preset.byName("rev-vit-tiny").network());
    private static final String NAME = "rev_backbone.layers.1.G.mlp.fc1.weight";

    private static final WalkSettings WRITTEN = new WalkSettings(OptionalInt.empty(), StreamFormat.FLOAT, Ways.WRITTEN);

    private GradMode off;
    private NDManager manager;
    private Weights weights;
    private NDArray input;

    @BeforeEach
    void createNetwork() {
        off = GradMode.off();
        manager = Torch.manager().newSubManager();
        weights = Weights.create(manager, NETWORK.shapes(), new FormulaValues());
        Shape shape = new Shape(
                2, 3, 1, NETWORK.config().input().h(), NETWORK.config().input().w());
        input = manager.create(FormulaValues.input("input", shape), shape);
    }

    @AfterEach
    void free() {
        manager.close();
        off.close();
    }

    @ParameterizedTest
    @EnumSource(Backpropagation.Mode.class)
    void addUpOverPassesInTheSameArrays(Backpropagation.Mode mode) {
        try (Gradients gradients = new Gradients(weights)) {
            pass(mode, gradients);
            NDArray first = gradients.get(NAME);
            float[] once = first.toFloatArray();
            pass(mode, gradients);

            assertThat(gradients.get(NAME)).isSameAs(first);
            assertThat(largest(once)).isPositive();
            assertMultiple(first, once, 2);
        }
    }

    @ParameterizedTest
    @EnumSource(Backpropagation.Mode.class)
    void addToWhatIsThere(Backpropagation.Mode mode) {
        try (Gradients fresh = new Gradients(weights);
                Gradients started = new Gradients(weights)) {
            started.get(NAME).addi(1);
            pass(mode, fresh);
            pass(mode, started);

            NDArray difference = started.get(NAME).sub(fresh.get(NAME));
            assertThat(difference.min().getFloat()).isCloseTo(1, within(1e-5f));
            assertThat(difference.max().getFloat()).isCloseTo(1, within(1e-5f));
        }
    }

    @ParameterizedTest
    @EnumSource(Backpropagation.Mode.class)
    void beginAtZeroAfterSomeAreCleared(Backpropagation.Mode mode) {
        try (Gradients gradients = new Gradients(weights)) {
            pass(mode, gradients);
            float[] once = gradients.get(NAME).toFloatArray();
            gradients.clear(Set.of(NAME));
            pass(mode, gradients);

            assertMultiple(gradients.get(NAME), once, 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Backpropagation.Mode.class)
    void areToldWholeOnceAPass(Backpropagation.Mode mode) {
        List<String> told = new ArrayList<>();
        try (Gradients gradients = new Gradients(weights, told::addAll)) {
            pass(mode, gradients);
        }

        assertThat(told).containsExactlyInAnyOrderElementsOf(NETWORK.shapes().keySet());
    }

    private void pass(Backpropagation.Mode mode, Gradients gradients) {
        try (NDScope scope = new NDScope()) {
            Backpropagation way = mode == Backpropagation.Mode.ORDINARY
                    ? Backpropagation.ordinary(NETWORK)
                    : Backpropagation.reversible(NETWORK, WRITTEN);
            way.run(gradients, Pass.serving(Kernels.fast()), input, logits -> logits.mul(logits)
                    .sum());
        }
    }

    private static void assertMultiple(NDArray actual, float[] once, float times) {
        float[] values = actual.toFloatArray();
        for (int i = 0; i < once.length; i++) {
            assertThat(values[i]).isCloseTo(times * once[i], within(1e-5f * largest(once)));
        }
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
