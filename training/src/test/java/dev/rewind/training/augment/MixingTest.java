package dev.rewind.training.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.transform.Box;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.training.augment.Mixing.Mix;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixingTest extends TensorTest {
    private static final FrameShape FRAME = new FrameShape(10, 20);

    @Test
    void mixesEveryClipWithItsOppositeByWeight() {
        NDArray clips = manager.create(new float[] {1, 2, 8}, new Shape(3, 1, 1, 1, 1));

        // 0.75 x 1 + 0.25 x 8, itself, 0.75 x 8 + 0.25 x 1.
        assertThat(new Mix(0.75, Optional.empty()).of(clips).toFloatArray()).containsExactly(2.75f, 2, 6.25f);
        assertThat(new Mix(1, Optional.empty()).of(clips).toFloatArray()).containsExactly(1, 2, 8);
    }

    @Test
    void pastesTheBoxOfTheOpposite() {
        NDArray clips = manager.create(new float[] {1, 1, 1, 1, 1, 1, 8, 8, 8, 8, 8, 8}, new Shape(2, 1, 1, 2, 3));

        assertThat(new Mix(0.5, Optional.of(new Box(0, 1, 1, 2))).of(clips).toFloatArray())
                .containsExactly(1, 8, 8, 1, 1, 1, 8, 1, 1, 8, 8, 8);
        assertThat(clips.toFloatArray()).startsWith(1, 1, 1, 1, 1, 1, 8);
    }

    @Test
    void keepsWhatTheBoxLeaves() {
        SplittableRandom random = new SplittableRandom(1);
        Mixing cutting = new Mixing(0, 1, 1, 0.5);
        int cutByTheEdge = 0;
        for (int i = 0; i < 2000; i++) {
            Mix mix = cutting.draw(FRAME, random);
            Box box = mix.box().orElseThrow();

            assertThat(mix.kept()).isEqualTo(1 - box.height() * box.width() / 200.0, within(1e-12));
            assertThat(box.top() + box.height()).isLessThanOrEqualTo(10);
            assertThat(box.left() + box.width()).isLessThanOrEqualTo(20);
            cutByTheEdge += box.height() % 2 + box.width() % 2 > 0 ? 1 : 0; // whole boxes have even sides
        }

        assertThat(cutByTheEdge).isBetween(500, 1900);
    }

    @Test
    void cutsBoxesOfTheDrawnArea() {
        SplittableRandom random = new SplittableRandom(7);
        Mixing cutting = new Mixing(0, 1, 1, 0.5);
        double kept = 0;
        for (int i = 0; i < 20_000; i++) {
            kept += cutting.draw(new FrameShape(224, 224), random).kept();
        }

        // A side s around a random point covers s - s^2 / 4; of its square, with s^2 uniform, 1/2 - 1/5 + 1/48 is left.
        assertThat(kept / 20_000).isEqualTo(1 - 0.3208, within(0.01));
    }

    @Test
    void choosesBetweenTheTwo() {
        SplittableRandom random = new SplittableRandom(2);
        int cut = 0;
        for (int i = 0; i < 4000; i++) {
            Mix mix = Mixing.published().draw(FRAME, random);
            cut += mix.box().isPresent() ? 1 : 0;
            assertThat(mix.kept()).isBetween(0.0, 1.0);
        }

        assertThat(cut / 4000.0).isEqualTo(0.5, within(0.03));
    }

    @Test
    void mixesOnlyWhereAskedTo() {
        SplittableRandom random = new SplittableRandom(3);
        int mixed = 0;
        for (int i = 0; i < 4000; i++) {
            mixed += new Mixing(0.8, 1, 0.25, 0.5).draw(FRAME, random).kept() < 1 ? 1 : 0;
            assertThat(new Mixing(0, 0, 1, 0.5).draw(FRAME, random)).isEqualTo(new Mix(1, Optional.empty()));
            assertThat(new Mixing(0.8, 0, 1, 1).draw(FRAME, random).box()).isEmpty();
        }

        assertThat(mixed / 4000.0).isEqualTo(0.25, within(0.03));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.8, 1})
    void drawsItsWeightsFromTheBetaDistribution(double alpha) {
        SplittableRandom random = new SplittableRandom(4);
        int draws = 50_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < draws; i++) {
            double drawn = Beta.draw(alpha, random);
            sum += drawn;
            squares += drawn * drawn;
        }
        double mean = sum / draws;

        assertThat(mean).isEqualTo(0.5, within(0.01));
        assertThat(squares / draws - mean * mean).isEqualTo(1 / (4 * (2 * alpha + 1)), within(0.003));
    }

    @Test
    void isAFunctionOfTheSeed() {
        assertThat(Mixing.published().draw(FRAME, new SplittableRandom(5)))
                .isEqualTo(Mixing.published().draw(FRAME, new SplittableRandom(5)))
                .isNotEqualTo(Mixing.published().draw(FRAME, new SplittableRandom(6)));
    }

    @Test
    void refusesSettingsOutsideTheirRange() {
        assertThatThrownBy(() -> new Mixing(1.1, 1, 1, 0.5)).hasMessageContaining("1.1");
        assertThatThrownBy(() -> new Mixing(0.8, 1, 2, 0.5)).hasMessageContaining("2.0");
        assertThatThrownBy(() -> new Mixing(0.8, Double.NaN, 1, 0.5)).hasMessageContaining("NaN");
    }
}
