package dev.rewind.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.engine.Torch;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClipTensorTest {
    /** Two frames of one row of two pixels. */
    private static final byte[] CLIP = {0, 51, (byte) 255, 10, 20, 30, 0, 51, (byte) 255, 10, 20, 90};

    @Test
    void putsChannelsFirstAndNormalises() {
        try (NDManager manager = Torch.manager().newSubManager()) {
            NDArray tensor = ClipTensor.of(manager, spec(ClipSpec.Pixels.RGB), List.of(CLIP));

            assertThat(tensor.getShape()).isEqualTo(new Shape(1, 3, 2, 1, 2));
            assertThat(tensor.toFloatArray())
                    .containsExactly(
                            new float[] {
                                n(0), n(10), n(0), n(10), //
                                n(51), n(20), n(51), n(20), //
                                n(255), n(30), n(255), n(90)
                            },
                            offset(1e-5f));
        }
    }

    @Test
    void showsOnlyWhatMoves() {
        try (NDManager manager = Torch.manager().newSubManager()) {
            float[] values = ClipTensor.of(manager, spec(ClipSpec.Pixels.MOTION), List.of(CLIP))
                    .toFloatArray();

            for (int i = 0; i < values.length; i++) {
                if (i == 9) {
                    assertThat(values[i])
                            .as("blue of the second pixel, first frame")
                            .isLessThan(-0.1f);
                } else if (i == 11) {
                    assertThat(values[i])
                            .as("blue of the second pixel, last frame")
                            .isGreaterThan(0.1f);
                } else {
                    assertThat(values[i]).as("value %d, which stands still", i).isCloseTo(0, offset(1e-5f));
                }
            }
        }
    }

    @Test
    void zoomsInWhereTheNetworkSeesLessThanTheFrames() {
        ClipSpec zooming =
                new ClipSpec(2, 8, 8, Duration.ofMillis(100), ClipSpec.Sampling.PERIOD, ClipSpec.Pixels.MOTION_ZOOM);
        byte[] clip = new byte[zooming.bytes()];
        Arrays.fill(clip, clip.length / 2, clip.length, (byte) 255);
        try (NDManager manager = Torch.manager().newSubManager()) {
            NDArray view = ClipTensor.of(manager, zooming, List.of(clip));

            assertThat(view.getShape()).isEqualTo(new Shape(1, 3, 2, 4, 4));
            assertThat(view.get(":, :, 1").min().getFloat()).isGreaterThan(1);
            assertThatThrownBy(() -> ClipTensor.of(manager, zooming, List.of(new byte[12])))
                    .hasMessage("a clip of 2 x 8 x 8 pixels has 384 bytes, but was given 12");
        }
    }

    @Test
    void makesTheSameOfClipsThatWereZoomedAheadOfTimeAndOfThoseThatWereNot() {
        ClipSpec zooming =
                new ClipSpec(2, 8, 8, Duration.ofMillis(100), ClipSpec.Sampling.PERIOD, ClipSpec.Pixels.MOTION_ZOOM);
        byte[] clip = new byte[zooming.bytes()];
        new Random(1).nextBytes(clip);
        byte[] ahead = ClipTensor.zoomed(zooming, clip);
        try (NDManager manager = Torch.manager().newSubManager()) {
            float[] whole = ClipTensor.of(manager, zooming, List.of(clip, clip)).toFloatArray();
            float[] zoomed =
                    ClipTensor.of(manager, zooming, List.of(ahead, clip)).toFloatArray();

            assertThat(ahead).hasSize(2 * 4 * 4 * 3);
            assertThat(zoomed).isEqualTo(whole);
            assertThat(ClipTensor.zoomed(spec(ClipSpec.Pixels.MOTION), CLIP)).isSameAs(CLIP);
        }
    }

    @Test
    void keepsEarlierBatchesWhenItsBufferIsUsedAgain() {
        try (NDManager manager = Torch.manager().newSubManager()) {
            NDArray first = ClipTensor.of(manager, spec(ClipSpec.Pixels.RGB), List.of(CLIP));
            float[] before = first.toFloatArray();

            ClipTensor.of(manager, spec(ClipSpec.Pixels.RGB), List.of(new byte[12]));

            assertThat(first.toFloatArray()).isEqualTo(before);
        }
    }

    private static float n(int value) {
        return (value / 255f - 0.45f) / 0.225f;
    }

    private static ClipSpec spec(ClipSpec.Pixels pixels) {
        return new ClipSpec(2, 1, 2, Duration.ofMillis(100), ClipSpec.Sampling.PERIOD, pixels);
    }
}
