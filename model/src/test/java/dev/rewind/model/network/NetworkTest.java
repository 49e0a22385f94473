package dev.rewind.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.config.Fusion;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Patch;
import dev.rewind.model.network.config.Pooling;
import dev.rewind.model.network.config.Position;
import dev.rewind.model.network.config.Projection;
import dev.rewind.model.network.config.Reversible;
import dev.rewind.model.network.config.Reversible.ResidualPath;
import dev.rewind.model.network.config.Transition;
import dev.rewind.model.verify.FormulaValues;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkTest {
    private static final Patch CLIPS = Patch.clip(new Thw(3, 7, 7), new Thw(2, 4, 4));
    private static final Pooling POOLING = new Pooling(new Thw(3, 3, 3), new Thw(1, 4, 4));
    private static final List<Transition> HALVING = List.of(Transition.halving(1), Transition.halving(2));

    static Stream<NetworkConfig> configurations() {
        Stream<NetworkConfig> reversible = Stream.of("avg", "add", "max", "min", "concat", "concat_linear_0.5")
                .flatMap(fusion -> Stream.of(ResidualPath.values())
                        .map(path -> config(
                                new Thw(5, 30, 41), // odd sizes, a rectangle
                                false,
                                new Reversible(Fusion.of(fusion), path, Fusion.of("concat")),
                                false)));
        return Stream.concat(
                reversible,
                Stream.of(
                        config(new Thw(5, 30, 41), true, null, false),
                        config(new Thw(5, 30, 41), true, null, true),
                        config(new Thw(4, 17, 64), false, null, false),
                        config(new Thw(4, 17, 64), false, null, true),
                        config(new Thw(4, 32, 32), false, reversible("max", "min"), true),
                        config(new Thw(4, 32, 32), false, reversible("avg", "concat_linear_2"), false)));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void givesAlikeWithPlainAndFastKernels(NetworkConfig config) {
        Network network = Network.of(config);
        Thw size = config.input();
        Shape shape = new Shape(2, 3, size.t(), size.h(), size.w());
        try (GradMode off = GradMode.off();
                NDManager manager = Torch.manager().newSubManager();
                Weights weights = Weights.create(manager, network.shapes(), new FormulaValues());
                NDScope scope = new NDScope()) {
            NDArray input = manager.create(FormulaValues.input("input", shape), shape);

            NDArray plain = network.forward(weights, Pass.serving(Kernels.plain()), input);
            NDArray fast = network.forward(weights, Pass.serving(Kernels.fast()), input);

            assertThat(plain.getShape()).isEqualTo(new Shape(2, config.classes()));
            assertThat(plain.abs().max().getFloat()).isBetween(0.01f, 100f);
            assertThat(fast.sub(plain).abs().max().getFloat()).isLessThan(1e-4f);
        }
    }

    @Test
    void leavesNoArrayBehindButItsLogits() {
        NetworkConfig config = config(new Thw(4, 32, 32), false, reversible("avg", "concat"), false);
        Network network = Network.of(config);
        Shape shape = new Shape(1, 3, 4, 32, 32);
        try (GradMode off = GradMode.off();
                NDManager manager = Torch.manager().newSubManager();
                Weights weights = Weights.create(manager, network.shapes(), new FormulaValues());
                NDManager inputs = manager.newSubManager()) {
            NDArray input = inputs.create(FormulaValues.input("input", shape), shape);
            int before = inputs.getManagedArrays().size()
                    + weights.manager().getManagedArrays().size();

            network.forward(weights, Pass.serving(Kernels.fast()), input);

            assertThat(inputs.getManagedArrays().size()
                            + weights.manager().getManagedArrays().size())
                    .isEqualTo(before + 1);
        }
    }

    @Test
    void takesImagesWithAndWithoutATimeAxis() {
        NetworkConfig config = new NetworkConfig(
                new Thw(1, 16, 24),
                Patch.tiles(8),
                12,
                3,
                2,
                2,
                new Projection(true, true),
                Position.FULL,
                true,
                null,
                List.of(),
                null,
                false,
                4,
                0,
                0);
        Network network = Network.of(config);
        Shape shape = new Shape(2, 3, 16, 24);
        try (GradMode off = GradMode.off();
                NDManager manager = Torch.manager().newSubManager();
                Weights weights = Weights.create(manager, network.shapes(), new FormulaValues());
                NDScope scope = new NDScope()) {
            NDArray images = manager.create(FormulaValues.input("input", shape), shape);

            NDArray logits = network.forward(weights, Pass.serving(Kernels.fast()), images);
            NDArray same = network.forward(weights, Pass.serving(Kernels.fast()), images.expandDims(2));

            assertThat(same.toFloatArray()).isEqualTo(logits.toFloatArray());
            assertThatThrownBy(() -> network.forward(weights, Pass.serving(Kernels.fast()), images.get("0")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the network takes clips [B, 3, 1, 16, 24], but was given (3, 16, 24)");
        }
    }

    private static Reversible reversible(String fusion, String end) {
        return new Reversible(Fusion.of(fusion), ResidualPath.CONV, Fusion.of(end));
    }

    private static NetworkConfig config(Thw input, boolean classToken, Reversible reversible, boolean meanFirst) {
        return new NetworkConfig(
                input,
                CLIPS,
                8,
                1,
                4,
                2.5,
                new Projection(meanFirst, true),
                meanFirst ? Position.FULL : Position.SEPARABLE,
                classToken,
                POOLING,
                HALVING,
                reversible,
                meanFirst,
                5,
                0,
                0);
    }
}
