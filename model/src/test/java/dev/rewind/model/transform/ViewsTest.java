package dev.rewind.model.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipSpec.Sampling;
import dev.rewind.model.transform.WindowSampling.Starts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewsTest {
    private static final ClipSpec PUBLISHED =
            new ClipSpec(16, 224, 224, Duration.ofNanos(4_000_000_000L / 30), Sampling.PERIOD);
    /** Two frames of 1 x 1, 3 source frames apart at 10 a second. */
    private static final ClipSpec DOT = new ClipSpec(2, 1, 1, Duration.ofMillis(200), Sampling.PERIOD);

    @Test
    void leavesAMarginForOneCropOnly() {
        assertThat(views("5x1").scaling(PUBLISHED)).isEqualTo(new Scaling.ShortSide(256));
        assertThat(views("5x3").scaling(PUBLISHED)).isEqualTo(new Scaling.ShortSide(224));
    }

    @Test
    void cutsEveryClipAtEveryPlace() {
        // Frames of 1 x 3 whose pixels are 10 x frame + column; windows of 4 frames, beginning at 0 and 3 of 6 left
        // over.
        List<byte[]> cut = views("2x3").of(DOT, frames(10), new FrameShape(1, 3), 10);

        assertThat(cut.stream().map(view -> view[0] + " " + view[3]))
                .containsExactly("0 30", "1 31", "2 32", "30 60", "31 61", "32 62");
    }

    @Test
    void givesClipsAsTheModelTakesThem() {
        ClipSpec spec = new ClipSpec(3, 2, 2, Duration.ofMillis(100), Sampling.WHOLE);
        List<byte[]> still = List.of(new byte[3 * 4 * 3], new byte[3 * 4 * 3]);

        assertThat(views("1x1").of(spec, still, new FrameShape(3, 4), 1))
                .singleElement()
                .satisfies(view -> assertThat(view).hasSize(spec.bytes()));
    }

    @Test
    void addsUpTheScoresOfTheViews() {
        assertThat(Views.sum(List.of(new float[] {0.5f, 0.25f, 0.25f}, new float[] {0.125f, 0.75f, 0.125f})))
                .containsExactly(0.625f, 1, 0.375f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5x2", "0x1", "1000x1", "5x1x1", "5X1", "-1x3", "five"})
    void refusesOtherForms(String form) {
        assertThatThrownBy(() -> views(form))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("such as 5x1", "'" + form + "'");
    }

    @Test
    void saysWhichModelsHaveNoSuchViews() {
        assertThatThrownBy(() -> views("5x1").scaling(PUBLISHED.withSize(224, 320)))
                .hasMessageContainingAll("320 x 224", "without --views");
        assertThatThrownBy(() -> views("5x3").scaling(PUBLISHED.withSampling(Sampling.WHOLE, Duration.ofSeconds(1))))
                .hasMessageContainingAll("all 5 clips", "--views 1x3");
        assertThatThrownBy(() -> new Views(5, 2, Starts.PARTS)).hasMessageContaining("5x2");
    }

    @Test
    void readsAsItIsWritten() {
        assertThat(views("5x1")).hasToString("5x1").isEqualTo(new Views(5, 1, Starts.PARTS));
    }

    private static Views views(String form) {
        return Views.parse(form, Starts.PARTS);
    }

    private static List<byte[]> frames(int count) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] frame = new byte[9];
            for (int j = 0; j < 9; j++) {
                frame[j] = (byte) (10 * i + j / 3);
            }
            frames.add(frame);
        }
        return frames;
    }
}
