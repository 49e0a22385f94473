package dev.rewind.model.network.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rewind.model.kernels.Thw;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkConfigTest {
    private static final Thw INPUT = new Thw(8, 64, 64);
    private static final Patch PATCH = Patch.clip(new Thw(3, 7, 7), new Thw(2, 4, 4));
    private static final Pooling POOLING = new Pooling(new Thw(3, 3, 3), new Thw(1, 4, 4));

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
        assertRefused("a transition's layer starts at 0, but was -1", () -> config(16, 1, 4, List.of(-1), 10, 0, 0));
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
        assertRefused(
                "the input 8x0x64 is smaller than one patch 3x7x7",
                () -> NetworkConfig.revMViT(new Thw(8, 0, 64), PATCH, 16, 1, 4, List.of(), POOLING, false, 10, 0, 0));
    }

    @Test
    void keepsEverythingElseWhenOnlyTheClassesChange() {
        NetworkConfig config = config(16, 1, 4, List.of(1), 10, 0.1, 0.2);

        assertThat(config.withClasses(3).withClasses(10)).isEqualTo(config);
        assertThat(config.withClasses(3).classes()).isEqualTo(3);
    }

    @Test
    void halvesTheGridAndDoublesTheChannelsAtEachTransition() {
        List<BlockConfig> layers = config(16, 1, 4, List.of(1, 3), 10, 0.3, 0).blocks();

        assertThat(layers).extracting(BlockConfig::dimOut).containsExactly(16, 32, 32, 64);
        assertThat(layers).extracting(BlockConfig::heads).containsExactly(1, 2, 2, 4);
        assertThat(layers)
                .extracting(BlockConfig::gridOut)
                .containsExactly(new Thw(4, 16, 16), new Thw(4, 8, 8), new Thw(4, 8, 8), new Thw(4, 4, 4));
        assertThat(layers)
                .extracting(BlockConfig::kvStride)
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

    private static NetworkConfig config(
            int dim, int heads, int depth, List<Integer> transitions, int classes, double dropPath, double dropout) {
        return NetworkConfig.revMViT(
                INPUT, PATCH, dim, heads, depth, transitions, POOLING, false, classes, dropPath, dropout);
    }
}
