package dev.rewind.training.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmenterTest extends TensorTest {
    private static final int CLIPS = 6;
    private static final int FRAMES = 4;
    private static final int HEIGHT = 10;
    private static final int WIDTH = 12;
    private static final Augmentation NONE = new Augmentation(0, 0, 0, 0, 0, 0, false);
    private static final Augmentation ALL = new Augmentation(0.3, 0.2, 0.2, 15, 0.4, 0.3, true);

    @Test
    void leavesClipsAsTheyAreWithoutSettings() {
        NDArray clips = noise();

        assertClose(varied(NONE, clips, 1), clips.toFloatArray(), 1e-3f);
    }

    @Test
    void mirrorsExactlyHalfOfTheClips() {
        NDArray clips = noise();
        float[] straight = clips.toFloatArray();
        float[] mirrored = clips.flip(4).toFloatArray();
        float[] varied = varied(new Augmentation(0, 0, 0, 0, 0, 0, true), clips, 1);
        int size = varied.length / CLIPS;
        int turned = 0;
        for (int i = 0; i < CLIPS; i++) {
            boolean turn = Math.abs(varied[i * size] - straight[i * size]) > 1e-3;
            turned += turn ? 1 : 0;
            for (int j = i * size; j < (i + 1) * size; j++) {
                assertThat(varied[j]).isCloseTo(turn ? mirrored[j] : straight[j], within(1e-4f));
            }
        }

        assertThat(turned).isBetween(1, CLIPS - 1);
    }

    @Test
    void variesEveryFrameOfAClipAlikeAndEveryClipItsOwnWay() {
        NDArray still = noise(1, 1).broadcast(new Shape(CLIPS, 3, FRAMES, HEIGHT, WIDTH));
        NDArray varied = new Augmenter(ALL).apply(still, HEIGHT, WIDTH, new SplittableRandom(2));
        float[] first = varied.get(":, :, 0").toFloatArray();
        for (int frame = 1; frame < FRAMES; frame++) {
            assertClose(varied.get(":, :, " + frame).toFloatArray(), first, 1e-5f);
        }

        assertThat(varied.get(0).toFloatArray()).isNotEqualTo(varied.get(1).toFloatArray());
    }

    @Test
    void givesTheSameResultForTheSameSeed() {
        NDArray clips = noise();

        assertThat(varied(ALL, clips, 5)).isEqualTo(varied(ALL, clips, 5)).isNotEqualTo(varied(ALL, clips, 6));
    }

    @Test
    void scalesToTheSizeAskedFor() {
        NDArray varied = new Augmenter(ALL).apply(noise(), 8, 5, new SplittableRandom(1));

        assertThat(varied.getShape()).isEqualTo(new Shape(CLIPS, 3, FRAMES, 8, 5));
        assertThat(varied.isNaN().any().getBoolean()).isFalse();
    }

    @Test
    void makesGreyClipsGrey() {
        NDArray varied = new Augmenter(new Augmentation(0, 0, 0, 0, 0, 1, false))
                .apply(noise(), HEIGHT, WIDTH, new SplittableRandom(1));

        assertClose(varied.get(":, 0").toFloatArray(), varied.get(":, 2").toFloatArray(), 1e-5f);
    }

    @Test
    void refusesSettingsOutsideTheirRange() {
        assertThatThrownBy(() -> new Augmentation(1, 0, 0, 0, 0, 0, false))
                .hasMessage("zoom must be in [0, 1), but was 1.0");
        assertThatThrownBy(() -> new Augmentation(0, 0, 0, 0, Double.NaN, 0, false))
                .hasMessageContaining("colour");
        assertThatThrownBy(() -> new Augmentation(0, 0, 0, 181, 0, 0, false)).hasMessageContaining("rotation");
    }

    private float[] varied(Augmentation settings, NDArray clips, long seed) {
        return new Augmenter(settings)
                .apply(clips, HEIGHT, WIDTH, new SplittableRandom(seed))
                .toFloatArray();
    }

    private NDArray noise() {
        return noise(CLIPS, FRAMES);
    }

    private NDArray noise(int clips, int frames) {
        float[] values = new float[clips * 3 * frames * HEIGHT * WIDTH];
        Random random = new Random(3);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, new Shape(clips, 3, frames, HEIGHT, WIDTH));
    }

    private static void assertClose(float[] found, float[] expected, float limit) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).as("value %d", i).isCloseTo(expected[i], within(limit));
        }
    }
}
