package dev.rewind.training.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.transform.Box;
import dev.rewind.model.transform.FrameShape;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ErasingTest extends TensorTest {
    @Test
    void takesABoxOfEveryFourthClip() {
        SplittableRandom random = new SplittableRandom(1);
        FrameShape frame = new FrameShape(224, 224);
        int erased = 0;
        double smallest = 1;
        double largest = 0;
        double longest = 0;
        for (int i = 0; i < 8000; i++) {
            Optional<Box> box = Erasing.published().draw(frame, random);
            erased += box.isPresent() ? 1 : 0;
            double area = box.map(b -> b.height() * b.width() / (224.0 * 224)).orElse(0.1);
            smallest = Math.min(smallest, area);
            largest = Math.max(largest, area);
            longest = Math.max(
                    longest, box.map(b -> (double) b.width() / b.height()).orElse(1.0));
            box.ifPresent(b -> assertThat(Math.max(b.height(), b.width())).isLessThan(224));
        }

        assertThat(erased / 8000.0).isEqualTo(0.25, within(0.02));
        assertThat(smallest).isEqualTo(0.02, within(0.002));
        assertThat(largest).isEqualTo(1 / 3.0, within(0.01));
        assertThat(longest).isEqualTo(1 / 0.3, within(0.15));
    }

    @Test
    void coversTheSameBoxOfEveryFrameWithOtherNoise() {
        NDArray clip = manager.full(new Shape(1, 3, 2, 6, 8), 9f);

        NDArray covered = ViewScript.erased(clip, new Box(1, 2, 3, 4), 7);

        assertThat(covered.get("0, 0, 0, 1:4, 2:6").eq(9).any().getBoolean()).isFalse();
        assertThat(covered.eq(9).sum().getLong()).isEqualTo(3 * 2 * (6 * 8 - 3 * 4));
        assertThat(covered.get("0, 0, 1, 1:4, 2:6").toFloatArray())
                .isNotEqualTo(covered.get("0, 0, 0, 1:4, 2:6").toFloatArray());
        assertThat(clip.eq(9).all().getBoolean()).isTrue();
    }

    @Test
    void drawsNormalNoiseFromTheSeedAlone() {
        NDArray clip = manager.zeros(new Shape(1, 3, 4, 60, 60));
        Box all = new Box(0, 0, 60, 60);

        NDArray noise = ViewScript.erased(clip, all, 11);

        // The numbers of Java's own generator, by the Box-Muller method.
        int count = 3 * 4 * 60 * 60;
        double[] uniform = new double[2 * count];
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < uniform.length; i++) {
            uniform[i] = random.nextDouble() + 0x1p-53;
        }
        float[] values = noise.toFloatArray();
        for (int i = 0; i < count; i += 997) {
            double normal = Math.sqrt(-2 * Math.log(uniform[i])) * Math.cos(2 * Math.PI * uniform[count + i]);
            assertThat((double) values[i]).isEqualTo(normal, within(1e-5));
        }
        assertThat(noise.mean().getFloat()).isEqualTo(0, within(0.02f));
        assertThat(noise.square().mean().getFloat()).isEqualTo(1, within(0.02f));
    }

    @Test
    void erasesAlwaysOrNeverWhereAskedTo() {
        NDArray clip = manager.zeros(new Shape(1, 3, 2, 8, 8));
        RandomBox box = new RandomBox(0.2, 0.3, 1);

        NDArray erased = new Erasing(1, box).apply(clip, new SplittableRandom(4));
        NDArray kept = new Erasing(0, box).apply(clip, new SplittableRandom(4));

        assertThat(erased.eq(0).all().getBoolean()).isFalse();
        assertThat(kept.eq(0).all().getBoolean()).isTrue();
        assertThat(new Erasing(1, box).apply(clip, new SplittableRandom(4)).toFloatArray())
                .isEqualTo(erased.toFloatArray());
        assertThatThrownBy(() -> new Erasing(1.5, box)).hasMessageContaining("1.5");
    }
}
