package dev.rewind.training.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipSpec.Sampling;
import dev.rewind.model.ClipTensor;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.model.transform.Scaling;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.LabelledClip;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PublishedRecipeTest extends TensorTest {
    private static final ClipSpec SPEC = new ClipSpec(3, 8, 8, Duration.ofMillis(100), Sampling.PERIOD);
    private static final RandAugment NO_OPERATIONS = new RandAugment(0, 0, 0, 0);
    private static final ResizedCrop WHOLE = new ResizedCrop(new RandomBox(1, 1, 1));
    private static final Erasing NO_ERASING = new Erasing(0, new RandomBox(1, 1, 1));
    private static final Mixing NO_MIXING = new Mixing(0, 0, 0, 0);

    @Test
    void leavesClipsAsTheyAreWithoutSettings() {
        LabelledClip first = clip(8, 8, 1);
        LabelledClip second = clip(8, 8, 2);

        Variation plain = vary(recipe(1, false), List.of(first, second), 1);

        assertThat(plain.labels().labels()).containsExactly(1, 2);
        assertThat(plain.labels().kept()).isEqualTo(1);
        assertThat(plain.clips().toFloatArray())
                .containsExactly(
                        ClipTensor.rgb(manager, SPEC, List.of(first.rgb(), second.rgb()))
                                .toFloatArray(),
                        within(1e-5f));
    }

    @Test
    void variesEachClipSeveralTimesSideBySide() {
        PublishedRecipe recipe =
                new PublishedRecipe(NO_OPERATIONS, ResizedCrop.published(), NO_ERASING, NO_MIXING, 3, false);

        Variation varied = vary(recipe, List.of(clip(12, 16, 4), clip(12, 16, 7)), 1);

        assertThat(varied.labels().labels()).containsExactly(4, 4, 4, 7, 7, 7);
        assertThat(varied.clips().getShape()).isEqualTo(new Shape(6, 3, 3, 8, 8));
        assertThat(varied.clips().get(0).toFloatArray())
                .isNotEqualTo(varied.clips().get(1).toFloatArray());
    }

    @Test
    void takesClipsOfEveryShapeInOneBatch() {
        Variation varied =
                vary(PublishedRecipe.kinetics(true), List.of(clip(9, 16, 0), clip(20, 9, 1), clip(9, 9, 2)), 1);

        assertThat(varied.clips().getShape()).isEqualTo(new Shape(6, 3, 3, 8, 8));
        assertThat(varied.clips().isNaN().any().getBoolean()).isFalse();
    }

    @Test
    void mirrorsHalfOfTheViews() {
        LabelledClip clip = clip(8, 8, 0);
        NDArray straight = ClipTensor.rgb(manager, SPEC, List.of(clip.rgb()));
        NDArray mirrored = straight.flip(4);

        NDArray views = vary(recipe(40, true), List.of(clip), 1).clips();

        int turned = 0;
        for (int i = 0; i < 40; i++) {
            NDArray view = views.get(i + ":" + (i + 1));
            boolean same = view.sub(straight).abs().max().getFloat() < 1e-4;
            turned += same ? 0 : 1;
            assertThat(view.sub(same ? straight : mirrored).abs().max().getFloat())
                    .isLessThan(1e-4f);
        }
        assertThat(turned).isBetween(10, 30);
    }

    @Test
    void mixesTheBatchAndItsLabelsAlike() {
        PublishedRecipe recipe =
                new PublishedRecipe(NO_OPERATIONS, WHOLE, NO_ERASING, new Mixing(0.8, 0, 1, 0), 1, false);
        LabelledClip black = new LabelledClip(new byte[SPEC.bytes()], new FrameShape(8, 8), 0);
        byte[] white = new byte[SPEC.bytes()];
        Arrays.fill(white, (byte) 255);

        Variation mixed = vary(recipe, List.of(black, new LabelledClip(white, new FrameShape(8, 8), 1)), 3);

        // From -2 for black to 22/9 for white.
        double kept = mixed.labels().kept();
        assertThat(kept).isBetween(0.01, 0.99);
        assertThat(mixed.clips().getFloat(0, 0, 0, 0, 0))
                .isEqualTo((float) (-2 * kept + 22 / 9.0 * (1 - kept)), within(1e-5f));
        assertThat(mixed.clips().getFloat(1, 0, 0, 0, 0))
                .isEqualTo((float) (22 / 9.0 * kept - 2 * (1 - kept)), within(1e-5f));
    }

    @Test
    void isAFunctionOfTheSeed() {
        List<LabelledClip> clips = List.of(clip(9, 16, 0), clip(9, 16, 1));
        PublishedRecipe recipe = PublishedRecipe.kinetics(true);

        Variation once = vary(recipe, clips, 5);
        Variation again = vary(recipe, clips, 5);
        Variation other = vary(recipe, clips, 6);

        assertThat(again.clips().toFloatArray()).isEqualTo(once.clips().toFloatArray());
        assertThat(again.labels().kept()).isEqualTo(once.labels().kept());
        assertThat(other.clips().toFloatArray()).isNotEqualTo(once.clips().toFloatArray());
    }

    @Test
    void isThePublishedOne() {
        PublishedRecipe recipe = PublishedRecipe.kinetics(true);

        assertThat(recipe.randAugment()).isEqualTo(new RandAugment(4, 7, 0.5, 0.5));
        assertThat(recipe.crop()).isEqualTo(new ResizedCrop(new RandomBox(0.08, 1, 4 / 3.0)));
        assertThat(recipe.erasing()).isEqualTo(new Erasing(0.25, new RandomBox(0.02, 1 / 3.0, 1 / 0.3)));
        assertThat(recipe.mixing()).isEqualTo(new Mixing(0.8, 1, 1, 0.5));
        assertThat(recipe.repeats()).isEqualTo(2);
        assertThat(recipe.footage(SPEC.withSize(224, 224))).isEqualTo(new Footage(new Scaling.ShortSide(256), true));
        assertThatThrownBy(() -> recipe(0, false)).hasMessageContaining("repeats was 0");
    }

    private Variation vary(PublishedRecipe recipe, List<LabelledClip> clips, long seed) {
        return recipe.vary(manager, SPEC, clips, new SplittableRandom(seed));
    }

    private static PublishedRecipe recipe(int repeats, boolean flip) {
        return new PublishedRecipe(NO_OPERATIONS, WHOLE, NO_ERASING, NO_MIXING, repeats, flip);
    }

    private static LabelledClip clip(int height, int width, int label) {
        byte[] rgb = new byte[3 * height * width * 3];
        new Random(label).nextBytes(rgb);
        return new LabelledClip(rgb, new FrameShape(height, width), label);
    }
}
