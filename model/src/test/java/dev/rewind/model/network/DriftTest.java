package dev.rewind.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.Preset;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Dtype;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.network.WalkSettings.Ways;
import dev.rewind.model.verify.FormulaValues;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DriftTest {
    private static final Network NETWORK =
            Network.of(Preset.byName("rev-vit-tiny").network());

    @ParameterizedTest
    @EnumSource(Dtype.class)
    void rebuildsEveryBitInFixedPoint(Dtype dtype) {
        assertThat(drift(Kernels.fast(dtype), StreamFormat.FIXED, 1))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(block.error()).isZero());
    }

    @Test
    void rebuildsEveryBitInFixedPointByGraphs() {
        assertThat(drift(Kernels.plain(), StreamFormat.FIXED, 1))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(block.error()).isZero());
    }

    @Test
    void driftsInFloatsAndTheMoreTheLongerTheWay() {
        List<Drift.Block> blocks = drift(Kernels.fast(), StreamFormat.FLOAT, 1);

        double first = blocks.get(0).error();
        double last = blocks.get(blocks.size() - 1).error();
        assertThat(last).isBetween(Math.nextUp(first), 1e-5);
    }

    @Test
    void refusesStreamsThatFixedPointCannotCarry() {
        assertThatThrownBy(() -> drift(Kernels.fast(), StreamFormat.FIXED, 30_000))
                .isInstanceOf(StreamOverflowException.class)
                .hasMessageContaining("rev_backbone.layers.0")
                .hasMessageContaining("carry the streams in floats");
    }

    /**
     * @param size factor of the stem's tokens
     */
    private static List<Drift.Block> drift(Kernels kernels, StreamFormat format, float size) {
        try (NDManager manager = Torch.manager().newSubManager();
                NDScope scope = new NDScope()) {
            Weights weights = Weights.create(manager, NETWORK.shapes(), new FormulaValues());
            NDArray stem = weights.get("patch_embed.proj.weight");
            stem.muli(size);
            Shape shape = new Shape(
                    2,
                    3,
                    1,
                    NETWORK.config().input().h(),
                    NETWORK.config().input().w());
            NDArray input = manager.create(FormulaValues.input("input", shape), shape);
            WalkSettings settings = new WalkSettings(OptionalInt.empty(), format, Ways.WRITTEN);
            return Drift.measure(NETWORK, weights, kernels, input, settings);
        }
    }
}
