package dev.rewind.model.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import dev.rewind.model.Preset;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Dtype;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Pass;
import dev.rewind.model.network.Weights;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole networks against figures that the published code gave for the same weights and input; on every machine. */
class FullSizeTest {
    private static final double BF16_DIGITS = 1e-2;

    @ParameterizedTest
    @ValueSource(strings = {"rev-mvit-b-16x4", "mvit-b-16x4", "rev-vit-b", "vit-b"})
    void givesThePublishedActivationsAndLogits(String preset) throws URISyntaxException {
        GoldenCase golden = GoldenCase.read(folder(preset));
        try (GradMode off = GradMode.off();
                NDManager manager = Torch.manager().newSubManager();
                NDScope scope = new NDScope()) {
            Network network = golden.network();
            Weights weights = golden.weights(manager, network);
            Expectation expected = golden.expectation();
            Map<String, Deviation> wrong = new TreeMap<>();

            NDArray logits = network.forward(
                    weights, Pass.serving(Kernels.fast()), golden.input(manager), (name, activation) -> {
                        Deviation deviation = expected.activation(name, activation);
                        if (!deviation.holds()) {
                            wrong.put(name, deviation);
                        }
                    });

            assertThat(wrong).isEmpty();
            assertThat(expected.logits(logits)).matches(Deviation::holds);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rev-mvit-b-16x4", "mvit-b-16x4", "rev-vit-b", "vit-b"})
    void isTheNetworkOfThePreset(String preset) throws URISyntaxException {
        assertThat(GoldenCase.read(folder(preset)).network().shapes())
                .isEqualTo(Network.of(Preset.byName(preset).network()).shapes());
    }

    @Test
    void keepsTheTopClassWithBrainFloats() throws URISyntaxException {
        GoldenCase golden = GoldenCase.read(folder("rev-mvit-b-16x4"));
        try (GradMode off = GradMode.off();
                NDManager manager = Torch.manager().newSubManager();
                NDScope scope = new NDScope()) {
            Network network = golden.network();
            Weights weights = golden.weights(manager, network);
            NDArray input = golden.input(manager);

            NDArray exact = network.forward(weights, Pass.serving(Kernels.fast()), input);
            NDArray rounded = network.forward(weights, Pass.serving(Kernels.fast(Dtype.BF16)), input);

            assertThat(rounded.argMax(1).toLongArray())
                    .isEqualTo(exact.argMax(1).toLongArray());
            double largest = exact.abs().max().getFloat();
            assertThat((double) rounded.sub(exact).abs().max().getFloat())
                    .as("largest difference from logits up to %s", largest)
                    .isBetween(1e-6, BF16_DIGITS * largest); // and really computed in 16 bits
        }
    }

    private static Path folder(String preset) throws URISyntaxException {
        return Path.of(FullSizeTest.class.getResource(preset + "/case.json").toURI())
                .getParent();
    }
}
