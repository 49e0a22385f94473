package dev.rewind.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.network.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PresetTest {
    @Test
    void namesThePresetsThereAre() {
        assertThat(Preset.names()).contains("rev-mvit-b-16x4", "rev-mvit-tiny", "mvit-b-16x4", "rev-vit-l", "vit-s");
        assertThatThrownBy(() -> Preset.byName("rev-mvit-huge"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there is no preset 'rev-mvit-huge'; choose one of rev-mvit-tiny, mvit-tiny, ");
    }

    @ParameterizedTest
    @CsvSource({
        "rev-mvit-b-16x4, 34963120", // published 34.9M
        "mvit-b-16x4, 36610672", // 36.6M
        "rev-mvit-b-image, 39689320", // 39M
        "rev-mvit-b-24-32x3, 51823800", // 51.8M, for the 600 classes of Kinetics-600
        "rev-vit-s, 22434664", // 22M
        "rev-vit-b, 87335656", // 87M
        "rev-vit-l, 305350632", // 305M
        "vit-b, 86566120" // 86M without a class token
    })
    void hasAsManyWeightsAsPublished(String name, long count) {
        assertThat(Network.of(Preset.byName(name).network()).parameterCount()).isEqualTo(count);
    }

    @ParameterizedTest
    @MethodSource("dev.rewind.model.Preset#names")
    void takesTheClipsThatItsNetworkTakes(String name) {
        Preset preset = Preset.byName(name);

        assertThat(preset.clip().view()).isEqualTo(preset.network().input());
    }
}
