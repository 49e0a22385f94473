package dev.rewind.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rewind.model.kernels.Thw;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevMViTConfigTest {
    private static final Thw INPUT = new Thw(8, 64, 64);

    @Test
    void refusesHeadsThatDoNotDivideTheChannels() {
        assertRefused("embedDim 16 is not a multiple of heads 3", () -> config(16, 3, 4, List.of(1), 10, 0, 0));
        assertRefused("embedDim 16 is not a multiple of heads 0", () -> config(16, 0, 4, List.of(1), 10, 0, 0));
    }

    @Test
    void refusesANetworkWithoutLayers() {
        assertRefused("depth must be at least 1, but was 0", () -> config(16, 1, 0, List.of(), 10, 0, 0));
    }

    @Test
    void refusesTransitionsOutsideTheLayers() {
        assertRefused("transition 4 lies outside the 4 layers", () -> config(16, 1, 4, List.of(1, 4), 10, 0, 0));
        assertRefused("transition -1 lies outside the 4 layers", () -> config(16, 1, 4, List.of(-1), 10, 0, 0));
    }

    @Test
    void refusesToTellASingleClassApart() {
        assertRefused(
                "a classifier needs at least 2 classes, but was given 1", () -> config(16, 1, 4, List.of(), 1, 0, 0));
    }

    @Test
    void refusesRatesThatAreNoProbabilities() {
        assertRefused("dropPath must be in [0, 1), but was 1.0", () -> config(16, 1, 4, List.of(), 10, 1, 0));
        assertRefused("dropPath must be in [0, 1), but was NaN", () -> config(16, 1, 4, List.of(), 10, Double.NaN, 0));
        assertRefused("dropout must be in [0, 1), but was -0.1", () -> config(16, 1, 4, List.of(), 10, 0, -0.1));
    }

    @Test
    void refusesClipsSmallerThanAPatch() {
        assertThatThrownBy(() -> config(16, 1, 4, List.of(1), 10, 0, 0).withInput(new Thw(8, 3, 64)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is smaller than one patch stride");
    }

    @Test
    void keepsEverythingElseWhenOnlyTheClassesChange() {
        RevMViTConfig config = config(16, 1, 4, List.of(1), 10, 0.1, 0.2);

        assertThat(config.withClasses(3).withClasses(10)).isEqualTo(config);
        assertThat(config.withClasses(3).classes()).isEqualTo(3);
        assertThat(config.withInput(new Thw(4, 32, 32)).withInput(INPUT)).isEqualTo(config);
    }

    @Test
    void halvesTheGridAndDoublesTheChannelsAtEachTransition() {
        List<LayerConfig> layers = config(16, 1, 4, List.of(1, 3), 10, 0.3, 0).layers();

        assertThat(layers).extracting(LayerConfig::dimOut).containsExactly(16, 32, 32, 64);
        assertThat(layers).extracting(LayerConfig::heads).containsExactly(1, 2, 2, 4);
        assertThat(layers)
                .extracting(LayerConfig::gridOut)
                .containsExactly(new Thw(4, 16, 16), new Thw(4, 8, 8), new Thw(4, 8, 8), new Thw(4, 4, 4));
        assertThat(layers)
                .extracting(LayerConfig::kvStride)
                .containsExactly(new Thw(1, 4, 4), new Thw(1, 2, 2), new Thw(1, 2, 2), new Thw(1, 1, 1));
        for (int i = 0; i < layers.size(); i++) {
            assertThat(layers.get(i).dropPath()).isCloseTo(0.1 * i, within(1e-12));
        }
    }

    private static void assertRefused(String message, Runnable creation) {
        assertThatThrownBy(creation::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static RevMViTConfig config(
            int dim, int heads, int depth, List<Integer> transitions, int classes, double dropPath, double dropout) {
        return new RevMViTConfig(
                INPUT,
                new Thw(3, 7, 7),
                new Thw(2, 4, 4),
                dim,
                heads,
                depth,
                transitions,
                new Thw(3, 3, 3),
                new Thw(1, 4, 4),
                false,
                classes,
                dropPath,
                dropout);
    }
}
