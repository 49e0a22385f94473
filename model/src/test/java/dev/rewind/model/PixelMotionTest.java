package dev.rewind.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelMotionTest {
    @ParameterizedTest
    @CsvSource({"1, 5", "2, 1", "3, 16", "7, 33", "8, 64", "9, 7", "32, 50"})
    void isHowFarThePixelsAreFromTheirMeanWhateverTheirNumber(int frames, int pixels) {
        byte[] noise = new byte[frames * pixels * 3];
        new Random(frames * 31L + pixels).nextBytes(noise);

        requireAsDefined(noise, frames, pixels);
    }

    @ParameterizedTest
    @CsvSource({"2, 8", "7, 9", "8, 8", "16, 11"})
    void holdsTheMostThatCanMove(int frames, int pixels) {
        byte[] flicker = new byte[frames * pixels * 3];
        for (int frame = 0; frame < frames; frame++) {
            Arrays.fill(flicker, frame * pixels * 3, (frame + 1) * pixels * 3, (byte) (frame * 2 < frames ? 255 : 0));
        }

        requireAsDefined(flicker, frames, pixels);
    }

    private static void requireAsDefined(byte[] clip, int frames, int pixels) {
        PixelMotion motion = PixelMotion.of(clip, pixels);

        int[] amounts = new int[pixels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            amounts[pixel] = defined(clip, frames, pixels, pixel);
            assertThat(motion.amount(pixel)).as("pixel %d", pixel).isEqualTo(amounts[pixel]);
        }
        Arrays.sort(amounts);
        assertThat(motion.middle()).isEqualTo(amounts[(pixels - 1) / 2]);
    }

    /** The sum over colours and frames, one value at a time. */
    private static int defined(byte[] clip, int frames, int pixels, int pixel) {
        int looked = Math.min(8, frames);
        int motion = 0;
        for (int colour = 0; colour < 3; colour++) {
            int[] values = new int[looked];
            for (int k = 0; k < looked; k++) {
                int frame = looked == 1 ? 0 : k * (frames - 1) / (looked - 1);
                values[k] = clip[(frame * pixels + pixel) * 3 + colour] & 0xFF;
            }
            int sum = Arrays.stream(values).sum();
            motion += Arrays.stream(values)
                    .map(value -> Math.abs(looked * value - sum))
                    .sum();
        }
        return motion;
    }
}
