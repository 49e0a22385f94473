package dev.rewind.training.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.transform.Box;
import dev.rewind.model.transform.FrameShape;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResizedCropTest {
    private static final ResizedCrop WHOLE = new ResizedCrop(new RandomBox(1, 1, 1));

    @Test
    void drawsBoxesOfEverySizeShapeAndPlace() {
        FrameShape frame = new FrameShape(256, 341);
        SplittableRandom random = new SplittableRandom(1);
        double smallest = 1;
        double largest = 0;
        double widest = 0;
        double highest = 0;
        boolean topLeft = false;
        boolean bottomRight = false;
        for (int i = 0; i < 5000; i++) {
            Box box = ResizedCrop.published().draw(frame, random);
            double area = box.height() * box.width() / (256.0 * 341);
            smallest = Math.min(smallest, area);
            largest = Math.max(largest, area);
            widest = Math.max(widest, (double) box.width() / box.height());
            highest = Math.max(highest, (double) box.height() / box.width());
            boolean small = box.height() < 150 && box.width() < 150;
            topLeft |= small && box.top() < 10 && box.left() < 10;
            bottomRight |= small && box.top() + box.height() > 246 && box.left() + box.width() > 331;
            assertThat(box.top() + box.height()).isLessThanOrEqualTo(256);
            assertThat(box.left() + box.width()).isLessThanOrEqualTo(341);
        }

        assertThat(smallest).isBetween(0.079, 0.085);
        assertThat(largest).isBetween(0.96, 1.0);
        assertThat(widest).isEqualTo(4 / 3.0, within(0.02));
        assertThat(highest).isEqualTo(4 / 3.0, within(0.02));
        assertThat(topLeft && bottomRight).isTrue();
    }

    @Test
    void leavesTheMarginAskedFor() {
        RandomBox square = new RandomBox(0.25, 0.25, 1); // 10 x 10 of these

        for (FrameShape frame : List.of(new FrameShape(10, 40), new FrameShape(40, 10))) {
            assertThat(square.draw(frame, 0, 1, new SplittableRandom(1))).isPresent();
            assertThat(square.draw(frame, 1, 9, new SplittableRandom(1))).isEmpty();
        }
    }

    @Test
    void takesTheMiddleWhereNoBoxFits() {
        ResizedCrop all = new ResizedCrop(new RandomBox(1, 1, 4 / 3.0));

        assertThat(all.draw(new FrameShape(12, 100), new SplittableRandom(1))).isEqualTo(new Box(0, 42, 12, 16));
        assertThat(all.draw(new FrameShape(100, 12), new SplittableRandom(1))).isEqualTo(new Box(42, 0, 16, 12));
    }

    @Test
    void scalesByLinearInterpolation() {
        try (NDManager manager = Torch.manager().newSubManager();
                GradMode off = GradMode.off()) {
            NDArray frames = manager.create(new float[] {0, 100, 200, 300}, new Shape(1, 1, 1, 4));
            NDArray few = manager.create(new float[] {0, 100, 200, 300}, new Shape(1, 1, 2, 2));

            // Without a look at more pixels than two: 1 and 2 of 0 to 3 are neither in the middle nor smoothed.
            assertThat(resized(frames, new Box(0, 0, 1, 4), new FrameShape(1, 2)))
                    .containsExactly(50, 250);
            assertThat(resized(frames, new Box(0, 1, 1, 2), new FrameShape(1, 4)))
                    .containsExactly(100, 125, 175, 200);
            assertThat(resized(few, new Box(1, 0, 1, 2), new FrameShape(2, 2))).containsExactly(200, 300, 200, 300);
        }
    }

    @Test
    void leavesWholeSquaresAsTheyAre() {
        try (NDManager manager = Torch.manager().newSubManager();
                GradMode off = GradMode.off()) {
            NDArray frames = manager.arange(2 * 3 * 5 * 5f).reshape(2, 3, 5, 5);

            assertThat(WHOLE.apply(frames, new FrameShape(5, 5), new SplittableRandom(1))
                            .toFloatArray())
                    .isEqualTo(frames.toFloatArray());
        }
    }

    @Test
    void refusesBoxesThatAreNone() {
        assertThatThrownBy(() -> new RandomBox(0, 1, 1)).hasMessageContaining("0.0, 1.0 and 1.0");
        assertThatThrownBy(() -> new RandomBox(0.5, 0.4, 1)).hasMessageContaining("0.5, 0.4");
        assertThatThrownBy(() -> new RandomBox(0.5, 0.6, 0.9)).hasMessageContaining("0.9");
        assertThatThrownBy(() -> new RandomBox(0.5, 1.1, 1)).hasMessageContaining("1.1");
    }

    private static float[] resized(NDArray frames, Box box, FrameShape view) {
        return ViewScript.resized(frames, box, view).toFloatArray();
    }
}
