package dev.rewind.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PresetTest {
    @Test
    void namesThePresetsThereAre() {
        assertThat(Preset.names()).contains("rev-mvit-b-16x4", "rev-mvit-tiny");
        assertThatThrownBy(() -> Preset.byName("rev-mvit-huge"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no preset 'rev-mvit-huge'; choose one of rev-mvit-tiny, rev-mvit-b-16x4");
    }
}
