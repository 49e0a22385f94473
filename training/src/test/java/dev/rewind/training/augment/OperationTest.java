package dev.rewind.training.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Figures worked out by hand; those of slanted frames are what Pillow 12.3 gives, as of any operation. */
class OperationTest extends TensorTest {
    /** 4 x 4, from 0 in steps of 16. */
    private static final float[] RAMP = new float[16];

    static {
        for (int i = 0; i < 16; i++) {
            RAMP[i] = 16 * i;
        }
    }

    @Test
    void stretchesEachFrameToAllBrightnesses() {
        NDArray dark = grey(1, 4, 10, 20, 30, 60);
        NDArray bright = grey(1, 4, 100, 150, 150, 202);

        // 255 / 50 = 5.1 and 255 / 102 = 2.5, rounded down.
        assertThat(values(Operation.AUTO_CONTRAST.apply(dark.concat(bright), 0)))
                .containsExactly(0, 51, 102, 255, 0, 125, 125, 255);
        assertThat(values(Operation.AUTO_CONTRAST.apply(grey(1, 4, 7, 7, 7, 7), 0)))
                .containsOnly(7);
    }

    @Test
    void makesEveryValueAsFrequent() {
        float[] pixels = new float[780];
        Arrays.fill(pixels, 0, 300, 10);
        Arrays.fill(pixels, 300, 500, 20);
        Arrays.fill(pixels, 500, 520, 200);
        Arrays.fill(pixels, 520, 780, 250);

        // Steps of (780 - 260) / 255 = 2 pixels: 1 / 2, 301 / 2, 501 / 2, and 521 / 2 that is cut to 255.
        float[] even = values(Operation.EQUALIZE.apply(grey(20, 39, pixels), 0));
        assertThat(new float[] {even[0], even[300], even[500], even[520]}).containsExactly(0, 150, 250, 255);
        // Too few pixels for a step.
        assertThat(values(Operation.EQUALIZE.apply(grey(4, 4, RAMP), 0))).containsExactly(RAMP);
    }

    @Test
    void invertsValues() {
        assertThat(values(Operation.INVERT.apply(grey(1, 3, 0, 55, 255), 0))).containsExactly(255, 200, 0);
    }

    @ParameterizedTest
    @CsvSource({"4, 80, 80", "4, 95, 80", "2, 95, 64", "1, 200, 128", "0, 255, 0"})
    void keepsTheUpperBits(int bits, float value, float kept) {
        assertThat(values(Operation.POSTERIZE.apply(grey(1, 1, value), bits))).containsExactly(kept);
    }

    @Test
    void invertsBrightValuesOnly() {
        NDArray frames = grey(1, 4, 0, 76, 77, 255);

        assertThat(values(Operation.SOLARIZE.apply(frames, 77))).containsExactly(0, 76, 178, 0);
        assertThat(values(Operation.SOLARIZE.apply(frames, 256))).containsExactly(0, 76, 77, 255);
    }

    @Test
    void brightensDarkValuesOnly() {
        assertThat(values(Operation.SOLARIZE_ADD.apply(grey(1, 5, 0, 50, 127, 128, 255), 110)))
                .containsExactly(110, 160, 237, 128, 255);
    }

    @Test
    void changesColoursAgainstTheirGrey() {
        NDArray frames = manager.create(new float[] {200, 100, 50}, new Shape(1, 3, 1, 1));

        // Grey is 0.299 x 200 + 0.587 x 100 + 0.114 x 50 = 124.2, by the published weights 124.7, rounded down: 124.
        assertThat(Operation.COLOUR.apply(frames, 0.5).toFloatArray()).containsExactly(162, 112, 87);
        assertThat(Operation.COLOUR.apply(frames, 1.9).toFloatArray()).containsExactly(255, 78, 0);
    }

    @Test
    void changesContrastAgainstTheFramesMean() {
        NDArray frames = grey(1, 4, 10, 20, 30, 41).concat(grey(1, 4, 200, 200, 200, 240));

        // Means 25.25 and 210: the first frame's grey is 25.
        assertThat(values(Operation.CONTRAST.apply(frames, 0.5))).containsExactly(17, 22, 27, 33, 205, 205, 205, 225);
        assertThat(values(Operation.CONTRAST.apply(frames, 1.5))).containsExactly(2, 17, 32, 49, 195, 195, 195, 255);
    }

    @Test
    void changesBrightness() {
        assertThat(values(Operation.BRIGHTNESS.apply(grey(1, 3, 0, 99, 200), 0.5)))
                .containsExactly(0, 49, 100);
        assertThat(values(Operation.BRIGHTNESS.apply(grey(1, 3, 0, 99, 200), 1.5)))
                .containsExactly(0, 148, 255);
    }

    @Test
    void changesSharpnessAgainstTheSmoothedFrameButForItsRim() {
        NDArray frames = grey(3, 4, 0, 0, 0, 0, 0, 130, 33, 0, 0, 0, 0, 26);

        // Smoothed: (5 x 130 + 33) / 13 = 52.5, rounded to 53, and (130 + 5 x 33 + 26) / 13 = 24.7, rounded to 25.
        assertThat(values(Operation.SHARPNESS.apply(frames, 0))).containsExactly(0, 0, 0, 0, 0, 53, 25, 0, 0, 0, 0, 26);
        assertThat(values(Operation.SHARPNESS.apply(frames, 1.5)))
                .containsExactly(0, 0, 0, 0, 0, 168, 37, 0, 0, 0, 0, 26);
    }

    @Test
    void movesFramesByWholePixels() {
        NDArray frames = grey(2, 4, 10, 20, 30, 40, 50, 60, 70, 80);

        assertThat(values(Operation.TRANSLATE_X.apply(frames, 0.25))).containsExactly(20, 30, 40, 128, 60, 70, 80, 128);
        assertThat(values(Operation.TRANSLATE_Y.apply(frames, -0.5)))
                .containsExactly(128, 128, 128, 128, 10, 20, 30, 40);
    }

    @Test
    void readsBetweenPixelsByCubics() {
        // Half a pixel: -1/8, 5/8, 5/8, -1/8 of the four around.
        assertThat(values(Operation.TRANSLATE_X.apply(grey(1, 4, 0, 0, 80, 80), 0.125)))
                .containsExactly(0, 40, 90, 128);
    }

    @Test
    void shearsRowsAndColumns() {
        // The middle of the first row is half a row down: 2 x 1/2, and 2 x 3/2 in the second.
        assertThat(values(Operation.SHEAR_X.apply(grey(2, 4, 10, 20, 30, 40, 50, 60, 70, 80), 2)))
                .containsExactly(20, 30, 40, 128, 80, 128, 128, 128);
        assertThat(values(Operation.SHEAR_Y.apply(grey(2, 2, 10, 20, 30, 40), 2)))
                .containsExactly(30, 128, 128, 128);
        assertThat(values(Operation.SHEAR_X.apply(grey(4, 4, RAMP), 0.3)))
                .containsExactly(2, 19, 36, 49, 69, 87, 105, 114, 137, 154, 172, 128, 209, 225, 240, 128);
        assertThat(values(Operation.SHEAR_Y.apply(grey(4, 4, RAMP), -0.3)))
                .containsExactly(0, 7, 128, 128, 47, 42, 45, 45, 112, 113, 118, 105, 183, 186, 185, 170);
    }

    @Test
    void rotatesAnticlockwiseAroundTheMiddle() {
        assertThat(values(Operation.ROTATE.apply(grey(4, 4, RAMP), 30)))
                .containsExactly(128, 24, 65, 128, 21, 66, 126, 158, 81, 113, 173, 218, 128, 174, 215, 128);
        assertThat(values(Operation.ROTATE.apply(grey(4, 4, RAMP), -30)))
                .containsExactly(128, 25, 17, 128, 109, 100, 70, 58, 181, 169, 139, 130, 128, 222, 214, 128);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"AUTO_CONTRAST", "EQUALIZE", "INVERT", "POSTERIZE", "SOLARIZE_ADD"},
            mode = EnumSource.Mode.EXCLUDE)
    void changesNothingWithoutAnAmount(Operation operation) {
        NDArray frames = grey(4, 4, RAMP);

        assertThat(values(operation.apply(frames, operation.strength(0)))).containsExactly(RAMP);
    }

    @ParameterizedTest
    @CsvSource({
        "ROTATE, 21, -21, 30",
        "POSTERIZE, 2, 2, 0",
        "SOLARIZE, 77, 77, 0",
        "SOLARIZE_ADD, 77, 77, 110",
        "COLOUR, 1.63, 0.37, 1.9",
        "CONTRAST, 1.63, 0.37, 1.9",
        "BRIGHTNESS, 1.63, 0.37, 1.9",
        "SHARPNESS, 1.63, 0.37, 1.9",
        "SHEAR_X, 0.21, -0.21, 0.3",
        "SHEAR_Y, 0.21, -0.21, 0.3",
        "TRANSLATE_X, 0.315, -0.315, 0.45",
        "TRANSLATE_Y, 0.315, -0.315, 0.45"
    })
    void growsStrongerWithTheAmount(Operation operation, double some, double opposite, double most) {
        assertThat(operation.strength(0.7)).isEqualTo(some, within(1e-12));
        assertThat(operation.strength(-0.7)).isEqualTo(opposite, within(1e-12));
        assertThat(operation.strength(1)).isEqualTo(most, within(1e-12));
    }

    /** One frame of a single channel three times over: [1, 3, h, w]. */
    private NDArray grey(int height, int width, float... values) {
        float[] all = new float[3 * values.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = values[i % values.length];
        }
        return manager.create(all, new Shape(1, 3, height, width));
    }

    /** The first channel of every frame; the others are the same. */
    private static float[] values(NDArray frames) {
        float[] first = frames.get(":, 0").toFloatArray();
        assertThat(frames.get(":, 2").toFloatArray()).containsExactly(first);
        return first;
    }
}
