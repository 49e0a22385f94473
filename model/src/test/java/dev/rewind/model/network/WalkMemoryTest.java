package dev.rewind.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.Preset;
import org.junit.jupiter.api.Test;

class WalkMemoryTest {
    private static final double MIB = 1 << 20;

    @Test
    void countsWhatEachClipAddsAtTheFullestPlace() {
        WalkMemory memory = WalkMemory.of(Preset.byName("rev-mvit-b-16x4").network());

        // x0 and x2 are kept, streams of 6272*192 and less walk; u is 25088*96 floats: u + u/2 + 4 u/4 + u/8
        double u = 25088 * 96 * 4 / MIB;
        double clip = 3 * 16 * 224 * 224 * 4 / MIB;
        assertThat(memory.bytesPerSample() / MIB).isEqualTo(2.625 * u + clip);
    }

    @Test
    void countsFourStreamsWhereNothingButRunsIsThere() {
        WalkMemory memory = WalkMemory.of(Preset.byName("rev-vit-b").network());

        assertThat(memory.bytesPerSample()).isEqualTo(4L * (4 * 196 * 768 + 3 * 224 * 224));
    }

    @Test
    void findsHowManySamplesFit() {
        WalkMemory memory = new WalkMemory(100, 1000);

        assertThat(memory.samplesWithin(1000 + 99)).isZero();
        assertThat(memory.samplesWithin(1000 + 299)).isEqualTo(2);
        assertThat(memory.samplesWithin(10)).isZero();
    }

    @Test
    void countsNothingForOrdinaryNetworks() {
        assertThatThrownBy(() -> WalkMemory.of(Preset.byName("vit-tiny").network()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("every activation");
    }
}
