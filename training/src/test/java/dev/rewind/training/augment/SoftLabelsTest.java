package dev.rewind.training.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SoftLabelsTest {
    @Test
    void smoothsLabels() {
        assertThat(SoftLabels.of(new int[] {2, 0}).rows(4, 0.2, 1))
                .containsExactly(new float[] {0.05f, 0.05f, 0.85f, 0.05f, 0.85f, 0.05f, 0.05f, 0.05f}, within(1e-7f));
    }

    @Test
    void sharesATargetWithTheOpposite() {
        SoftLabels mixed = new SoftLabels(new int[] {0, 1, 2}, 0.75);

        assertThat(mixed.rows(3, 0, 1)).containsExactly(0.75f, 0, 0.25f, 0, 1, 0, 0.25f, 0, 0.75f);
        // 0.1 / 3, and 0.9 of the figures above.
        assertThat(mixed.rows(3, 0.1, 1))
                .containsExactly(
                        new float[] {
                            0.708333f, 0.033333f, 0.258333f, 0.033333f, 0.933333f, 0.033333f, 0.258333f, 0.033333f,
                            0.708333f
                        },
                        within(1e-6f));
    }

    @Test
    void addsUpToTheScale() {
        float[] rows = new SoftLabels(new int[] {0, 3, 3, 1, 2}, 0.37).rows(4, 0.1, -0.2);
        for (int i = 0; i < 5; i++) {
            assertThat(rows[4 * i] + rows[4 * i + 1] + rows[4 * i + 2] + rows[4 * i + 3])
                    .isEqualTo(-0.2f, within(1e-7f));
        }
    }

    @Test
    void knowsWhatAClipShowsMostOf() {
        assertThat(new SoftLabels(new int[] {4, 5}, 0.6).main(0)).isEqualTo(4);
        assertThat(new SoftLabels(new int[] {4, 5}, 0.4).main(0)).isEqualTo(5);
    }

    @Test
    void refusesSharesThatAreNone() {
        assertThatThrownBy(() -> new SoftLabels(new int[] {1}, 1.2)).hasMessageContaining("1.2");
    }
}
