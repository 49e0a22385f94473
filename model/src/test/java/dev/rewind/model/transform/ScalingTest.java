package dev.rewind.model.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.transform.Scaling.ShortSide;
import dev.rewind.model.transform.Scaling.Stretch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingTest {
    @ParameterizedTest
    @CsvSource({
        "1080, 1920, 256, 455", // 455.1
        "1920, 1080, 455, 256",
        "240, 320, 256, 341", // 341.3, enlarged
        "256, 340, 256, 340",
        "360, 360, 256, 256",
        "4000, 1, 1024000, 256"
    })
    void givesTheShorterSideItsPixelsAndKeepsTheProportion(int height, int width, int newHeight, int newWidth) {
        assertThat(new ShortSide(256).of(new FrameShape(height, width))).isEqualTo(new FrameShape(newHeight, newWidth));
    }

    @Test
    void stretchesEveryFrameToOneSize() {
        assertThat(new Stretch(new FrameShape(8, 8)).of(new FrameShape(1080, 1920)))
                .isEqualTo(new FrameShape(8, 8));
    }

    @Test
    void refusesSizesWithoutPixels() {
        assertThatThrownBy(() -> new ShortSide(0)).hasMessage("a side has at least one pixel, but was given 0");
        assertThatThrownBy(() -> new FrameShape(0, 4)).hasMessage("a frame has at least one pixel, but was 4 x 0");
    }
}
