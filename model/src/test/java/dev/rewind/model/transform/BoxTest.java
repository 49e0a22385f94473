package dev.rewind.model.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BoxTest {
    @Test
    void takesTheMiddleOfAFrame() {
        assertThat(Box.along(new FrameShape(256, 341), 224, 0, 1)).isEqualTo(new Box(16, 59, 224, 224)); // 117 / 2
        assertThat(Box.along(new FrameShape(341, 256), 224, 0, 1)).isEqualTo(new Box(59, 16, 224, 224));
        assertThat(Box.along(new FrameShape(256, 256), 224, 0, 1)).isEqualTo(new Box(16, 16, 224, 224));
    }

    @Test
    void spreadsThreeAlongTheLongerSide() {
        FrameShape wide = new FrameShape(224, 399);

        assertThat(Box.along(wide, 224, 0, 3)).isEqualTo(new Box(0, 0, 224, 224));
        assertThat(Box.along(wide, 224, 1, 3)).isEqualTo(new Box(0, 88, 224, 224)); // 175 / 2
        assertThat(Box.along(wide, 224, 2, 3)).isEqualTo(new Box(0, 175, 224, 224));
        assertThat(Box.along(new FrameShape(399, 224), 224, 2, 3)).isEqualTo(new Box(175, 0, 224, 224));
        assertThat(Box.along(new FrameShape(224, 224), 224, 2, 3)).isEqualTo(new Box(0, 0, 224, 224));
    }

    @Test
    void copiesItsRows() {
        byte[] frame = new byte[3 * 4 * 3];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = (byte) (i / 3); // 4 wide: 0 1 2 3, 4 5 6 7, 8 9 10 11
        }
        byte[] target = new byte[2 + 2 * 2 * 3];

        new Box(1, 2, 2, 2).copy(frame, new FrameShape(3, 4), target, 2);

        assertThat(target).containsExactly(0, 0, 6, 6, 6, 7, 7, 7, 10, 10, 10, 11, 11, 11);
    }

    @Test
    void refusesASquareLargerThanTheFrame() {
        assertThatThrownBy(() -> Box.along(new FrameShape(200, 300), 224, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a square of 224 pixels cannot be cut from a frame of 300 x 200");
        assertThatThrownBy(() -> new Box(-1, 0, 4, 4)).hasMessageContaining("row -1");
    }
}
