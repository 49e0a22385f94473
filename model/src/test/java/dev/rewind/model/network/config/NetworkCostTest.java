package dev.rewind.model.network.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.rewind.model.Preset;
import dev.rewind.model.kernels.Thw;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkCostTest {
    @Test
    void countsEveryPartOfASmallViT() {
        NetworkConfig vit = new NetworkConfig(
                new Thw(1, 8, 8),
                Patch.tiles(4), // 4 tokens
                8,
                2,
                1,
                4,
                new Projection(false, true),
                Position.FULL,
                false,
                null,
                List.of(),
                null,
                false,
                3,
                0,
                0);
        long stem = 4 * 8 * 3 * 16;
        long attention = 4 * 8 * 24 + 2 * 4 * 4 * 8 + 4 * 8 * 8;
        long mlp = 2 * 4 * 8 * 32;
        long head = 8 * 3;

        assertThat(NetworkCost.of(vit).multiplyAdds()).isEqualTo(stem + attention + mlp + head);
        assertThat(NetworkCost.of(vit).flop()).isEqualTo(2 * (stem + attention + mlp + head));
    }

    /** In thousands of millions; some of the published figures count a class token or norms, which these networks lack. */
    @ParameterizedTest
    @CsvSource({
        "vit-s, 4.6",
        "rev-vit-s, 4.6",
        "vit-b, 17.6",
        "rev-vit-b, 17.6",
        "vit-l, 61.6",
        "rev-vit-l, 61.6",
        "mvit-b-image, 7.8",
        "rev-mvit-b-image, 8.7",
        "mvit-b-16x4, 70.5",
        "rev-mvit-b-16x4, 64",
        "rev-mvit-b-24-32x3, 223"
    })
    void countsWhatIsPublished(String preset, double published) {
        assertThat(giga(preset)).isCloseTo(published, withinPercentage(1));
    }

    private static double giga(String preset) {
        return NetworkCost.of(Preset.byName(preset).network()).multiplyAdds() / 1e9;
    }
}
