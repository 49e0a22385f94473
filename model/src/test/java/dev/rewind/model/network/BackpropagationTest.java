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
import dev.rewind.model.network.WalkSettings.Ways;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BackpropagationTest {
    private static final Projection JOINT = new Projection(false, true);
    private static final Pooling POOLING = new Pooling(new Thw(3, 3, 3), new Thw(1, 2, 2));

    /** Networks that are alike but for what each is named for. */
    static Stream<Arguments> networks() {
        List<Transition> halving = List.of(Transition.halving(1), Transition.halving(2));
        Thw half = new Thw(1, 2, 2);
        return Stream.of(
                        Arguments.of("mean fusion", video(POOLING, JOINT, halving, avg(), 0)),
                        Arguments.of("drop path and dropout", video(POOLING, JOINT, halving, avg(), 0.4)),
                        Arguments.of("sum fusion", video(POOLING, JOINT, halving, Reversible.fusing("add"), 0.4)),
                        Arguments.of("max fusion", video(POOLING, JOINT, halving, Reversible.fusing("max"), 0.4)),
                        Arguments.of("concat fusion", video(POOLING, JOINT, halving, Reversible.fusing("concat"), 0.4)),
                        Arguments.of(
                                "concat and MLP",
                                video(POOLING, JOINT, halving, Reversible.fusing("concat_linear_2"), 0.4)),
                        Arguments.of(
                                "residual by maximum",
                                video(
                                        POOLING,
                                        JOINT,
                                        halving,
                                        new Reversible(
                                                new Fusion(Fusion.Mode.AVG),
                                                ResidualPath.MAX,
                                                new Fusion(Fusion.Mode.CONCAT)),
                                        0)),
                        Arguments.of(
                                "strides beyond the kernel",
                                video(new Pooling(new Thw(3, 3, 3), new Thw(1, 5, 6)), JOINT, halving, avg(), 0)),
                        Arguments.of(
                                "strides in time",
                                video(
                                        new Pooling(new Thw(3, 3, 3), new Thw(2, 2, 2)),
                                        JOINT,
                                        List.of(new Transition(2, new Thw(2, 2, 2), 2, 2)),
                                        avg(),
                                        0)),
                        Arguments.of(
                                "flat kernel",
                                video(new Pooling(new Thw(1, 3, 3), new Thw(1, 2, 2)), JOINT, halving, avg(), 0)),
                        Arguments.of(
                                "three projections without bias",
                                video(POOLING, new Projection(true, false), halving, avg(), 0)),
                        Arguments.of(
                                "transitions first and adjacent",
                                video(POOLING, JOINT, List.of(Transition.halving(0), Transition.halving(1)), avg(), 0)),
                        Arguments.of(
                                "a transition that keeps its width",
                                video(POOLING, JOINT, List.of(new Transition(2, half, 1, 1)), avg(), 0)),
                        Arguments.of(
                                "a transition that pools nothing",
                                video(POOLING, JOINT, List.of(new Transition(2, new Thw(1, 1, 1), 2, 1)), avg(), 0)),
                        Arguments.of("no pooling", video(null, JOINT, List.of(), avg(), 0)),
                        Arguments.of("images", Preset.byName("rev-vit-tiny").network()))
                .flatMap(network -> Stream.of(Kernels.plain(), Kernels.fast())
                        .map(kernels -> Arguments.of(
                                network.get()[0],
                                network.get()[1],
                                kernels,
                                kernels == Kernels.fast() ? "written" : "by graphs")));
    }

    private static Reversible avg() {
        return Reversible.fusing("avg");
    }

    private static NetworkConfig video(
            Pooling pooling, Projection projection, List<Transition> transitions, Reversible reversible, double drop) {
        return new NetworkConfig(
                new Thw(6, 44, 52),
                Patch.clip(new Thw(3, 7, 7), new Thw(2, 4, 4)),
                8,
                2,
                6,
                4,
                projection,
                Position.SEPARABLE,
                false,
                pooling,
                transitions,
                reversible,
                false,
                5,
                drop,
                drop);
    }

    @ParameterizedTest(name = "{0}, {3}")
    @MethodSource("networks")
    void givesTheSameGradientsWithoutActivations(String name, NetworkConfig config, Kernels kernels, String ways) {
        Network network = Network.of(config);
        Run ordinary = run(network, Kernels.fast(), Backpropagation.ordinary(network));
        WalkSettings whole = new WalkSettings(OptionalInt.empty(), StreamFormat.FLOAT, Ways.WRITTEN);
        WalkSettings slices = new WalkSettings(OptionalInt.of(2), StreamFormat.FLOAT, Ways.WRITTEN);
        WalkSettings fixed = new WalkSettings(OptionalInt.empty(), StreamFormat.FIXED, Ways.WRITTEN);

        assertSame(ordinary, run(network, kernels, Backpropagation.reversible(network, whole)));
        assertSame(ordinary, run(network, kernels, Backpropagation.reversible(network, slices)));
        assertSame(ordinary, run(network, kernels, Backpropagation.reversible(network, fixed)));
    }

    private static void assertSame(Run ordinary, Run reversible) {
        assertThat(reversible.loss).isCloseTo(ordinary.loss, within(1e-5f));
        assertClose("logits", reversible.logits, ordinary.logits);
        assertThat(reversible.whole).containsExactlyInAnyOrderElementsOf(ordinary.gradients.keySet());
        ordinary.gradients.forEach((name, gradient) -> assertClose(name, reversible.gradients.get(name), gradient));
    }

    private record Run(float loss, float[] logits, Map<String, float[]> gradients, List<String> whole) {}

    private static Run run(Network network, Kernels kernels, Backpropagation backpropagation) {
        Thw size = network.config().input();
        int classes = network.config().classes();
        Shape shape = new Shape(3, 3, size.t(), size.h(), size.w());
        try (NDManager manager = Torch.manager().newSubManager();
                NDScope scope = new NDScope()) {
            Weights weights = Weights.create(manager, network.shapes(), new FormulaValues());
            List<String> whole = new ArrayList<>();
            Gradients gradients = new Gradients(weights, whole::addAll);
            NDArray input = manager.create(FormulaValues.input("input", shape), shape);
            NDArray targets = manager.create(new long[] {1, 0, 4}).oneHot(classes);

            Backpropagation.Result result =
                    backpropagation.run(gradients, Pass.training(kernels, 5), input, logits -> logits.logSoftmax(-1)
                            .mul(targets)
                            .sum()
                            .neg());

            Map<String, float[]> values = new LinkedHashMap<>();
            weights.asMap()
                    .keySet()
                    .forEach(name -> values.put(name, gradients.get(name).toFloatArray()));
            return new Run(result.loss(), result.logits().toFloatArray(), values, whole);
        }
    }

    private static void assertClose(String what, float[] actual, float[] expected) {
        float largest = 5e-2f; // what is zero but for rounding
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
