package dev.rewind.training.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandAugmentTest extends TensorTest {
    private static final RandAugment ALWAYS = new RandAugment(4, 7, 0.5, 1);

    @Test
    void givesTheSameResultForTheSameSeed() {
        NDArray frames = noise(2);

        assertThat(varied(ALWAYS, frames, 5))
                .isEqualTo(varied(ALWAYS, frames, 5))
                .isNotEqualTo(varied(ALWAYS, frames, 6));
    }

    @Test
    void variesEveryFrameOfAClipAlike() {
        NDArray still = noise(1).broadcast(new Shape(3, 3, 9, 12));
        for (int seed = 0; seed < 20; seed++) {
            NDArray varied = ALWAYS.apply(still, new SplittableRandom(seed));

            assertThat(varied.get(1).toFloatArray()).isEqualTo(varied.get(0).toFloatArray());
            assertThat(varied.get(2).toFloatArray()).isEqualTo(varied.get(0).toFloatArray());
        }
    }

    @Test
    void givesWholeNumbersFromBlackToWhite() {
        for (int seed = 0; seed < 50; seed++) {
            for (float value : varied(ALWAYS, noise(1), seed)) {
                assertThat(value).isBetween(0f, 255f).isEqualTo(Math.round(value));
            }
        }
    }

    @Test
    void drawsLevelsAroundTheMagnitudeOnBothSides() {
        SplittableRandom random = new SplittableRandom(1);
        int draws = 20_000;
        double sum = 0;
        double squares = 0;
        int negative = 0;
        for (int i = 0; i < draws; i++) {
            double amount = RandAugment.published().amount(random);
            sum += Math.abs(amount);
            squares += amount * amount;
            negative += amount < 0 ? 1 : 0;
        }
        double mean = sum / draws;

        assertThat(mean).isEqualTo(0.7, within(0.002));
        assertThat(Math.sqrt(squares / draws - mean * mean)).isEqualTo(0.05, within(0.002));
        assertThat(negative / (double) draws).isEqualTo(0.5, within(0.02));
        assertThat(Math.abs(new RandAugment(1, 10, 5, 1).amount(random))).isBetween(0.0, 1.0);
    }

    @Test
    void appliesWhatItDrawsWithItsProbability() {
        NDArray frames = noise(1);
        float[] before = frames.toFloatArray();
        RandAugment half = new RandAugment(1, 7, 0.5, 0.5);
        int same = 0;
        for (int seed = 0; seed < 400; seed++) {
            same += Arrays.equals(varied(half, frames, seed), before) ? 1 : 0;
        }

        assertThat(same).isBetween(160, 240);
        assertThat(varied(new RandAugment(4, 7, 0.5, 0), frames, 1)).isEqualTo(before);
        assertThat(varied(new RandAugment(0, 7, 0.5, 1), frames, 1)).isEqualTo(before);
    }

    @Test
    void refusesSettingsOutsideTheirRange() {
        assertThatThrownBy(() -> new RandAugment(2, 11, 0, 0.5)).hasMessageContaining("11.0");
        assertThatThrownBy(() -> new RandAugment(-1, 7, 0, 0.5)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new RandAugment(2, 7, Double.NaN, 0.5)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new RandAugment(2, 7, 0, 1.5)).hasMessageContaining("1.5");
    }

    private static float[] varied(RandAugment settings, NDArray frames, long seed) {
        return settings.apply(frames, new SplittableRandom(seed)).toFloatArray();
    }

    /** Values from 60 to 199, so that every operation changes them. */
    private NDArray noise(int frames) {
        float[] values = new float[frames * 3 * 9 * 12];
        Random random = new Random(3);
        for (int i = 0; i < values.length; i++) {
            values[i] = 60 + random.nextInt(140);
        }
        return manager.create(values, new Shape(frames, 3, 9, 12));
    }
}
