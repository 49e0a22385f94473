package dev.rewind.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameScalerTest {
    @Test
    void givesTheSameFrameAtTheSameSize() {
        byte[] frame = noise(7, 5);

        assertThat(scale(frame, 7, 5, 7, 5)).isEqualTo(frame);
    }

    @Test
    void writesOnlyItsPlaceInTheTarget() {
        byte[] target = new byte[2 * 2 * 3 + 7];
        Arrays.fill(target, (byte) 99);
        byte[] white = new byte[4 * 4 * 3];
        Arrays.fill(white, (byte) 255);

        new FrameScaler(2, 2).scale(white, 4, 4, target, 4);

        assertThat(Arrays.copyOfRange(target, 0, 4)).containsOnly(99);
        assertThat(Arrays.copyOfRange(target, 4, 16)).containsOnly(255);
        assertThat(Arrays.copyOfRange(target, 16, 19)).containsOnly(99);
    }

    @ParameterizedTest
    @CsvSource({
        "8, 6, 4, 3",
        "9, 9, 3, 3",
        "170, 128, 20, 15",
        "100, 75, 64, 64",
        "97, 53, 64, 48",
        "64, 64, 1, 1",
        "65, 63, 64, 64",
        "5, 3, 64, 64",
        "1, 1, 4, 4",
        "3, 200, 64, 64",
        "2, 2, 3, 3"
    })
    void givesTheExactMeanOfTheAreaUnderEachPixel(int sourceWidth, int sourceHeight, int width, int height) {
        byte[] frame = noise(sourceWidth, sourceHeight);

        byte[] scaled = scale(frame, sourceWidth, sourceHeight, width, height);

        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    assertThat(scaled[(y * width + x) * 3 + c] & 0xff)
                            .as("channel %d of pixel %d, %d", c, x, y)
                            .isEqualTo(areaMean(frame, sourceWidth, sourceHeight, width, height, x, y, c));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1920, 1080", "333, 71", "67, 201", "31, 17"})
    void keepsTheMeanBrightness(int sourceWidth, int sourceHeight) {
        byte[] frame = noise(sourceWidth, sourceHeight);

        byte[] scaled = scale(frame, sourceWidth, sourceHeight, 64, 48);

        assertThat(mean(scaled)).isCloseTo(mean(frame), within(0.05));
    }

    @Test
    void keepsFlatColoursFlatAtAnyRatio() {
        byte[] frame = new byte[37 * 53 * 3];
        for (int i = 0; i < frame.length; i += 3) {
            frame[i] = (byte) 255;
            frame[i + 1] = (byte) 128;
        }

        byte[] scaled = scale(frame, 37, 53, 64, 10);

        for (int i = 0; i < scaled.length; i += 3) {
            assertThat(new int[] {scaled[i] & 0xff, scaled[i + 1] & 0xff, scaled[i + 2]})
                    .containsExactly(255, 128, 0);
        }
    }

    @Test
    void enlargesEachPixelToABlock() {
        byte[] twoPixels = {10, 20, 30, 40, 50, 60};

        assertThat(scale(twoPixels, 2, 1, 4, 2))
                .containsExactly(
                        10, 20, 30, 10, 20, 30, 40, 50, 60, 40, 50, 60, //
                        10, 20, 30, 10, 20, 30, 40, 50, 60, 40, 50, 60);
    }

    @Test
    void refusesArraysThatAreNotAsLongAsTheSizesSay() {
        FrameScaler scaler = new FrameScaler(4, 4);
        byte[] target = new byte[48];

        assertThatThrownBy(() -> scaler.scale(new byte[10], 3, 2, target, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a frame of 3 x 2 has 18 bytes, but was given 10");
        assertThatThrownBy(() -> scaler.scale(new byte[0], 0, 0, target, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 x 0");
        assertThatThrownBy(() -> scaler.scale(new byte[18], 3, 2, target, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a frame scaled to 4 x 4 needs 48 bytes from 1 on, but the target has 48");
        assertThatThrownBy(() -> scaler.scale(new byte[18], 3, 2, target, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FrameScaler(0, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The mean by its definition: the frame enlarged to a common multiple of both sizes, in whole numbers. */
    private static long areaMean(
            byte[] frame, int sourceWidth, int sourceHeight, int width, int height, int x, int y, int c) {
        long sum = 0;
        for (int v = y * sourceHeight; v < (y + 1) * sourceHeight; v++) {
            for (int u = x * sourceWidth; u < (x + 1) * sourceWidth; u++) {
                sum += frame[(v / height * sourceWidth + u / width) * 3 + c] & 0xff;
            }
        }
        long area = (long) sourceWidth * sourceHeight;
        return (2 * sum + area) / (2 * area);
    }

    private static byte[] scale(byte[] frame, int sourceWidth, int sourceHeight, int width, int height) {
        byte[] target = new byte[width * height * 3];
        new FrameScaler(height, width).scale(frame, sourceWidth, sourceHeight, target, 0);
        return target;
    }

    private static byte[] noise(int width, int height) {
        byte[] frame = new byte[width * height * 3];
        new Random(width * 31L + height).nextBytes(frame);
        return frame;
    }

    private static double mean(byte[] frame) {
        long sum = 0;
        for (byte b : frame) {
            sum += b & 0xff;
        }
        return sum / (double) frame.length;
    }
}
