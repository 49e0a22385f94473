package dev.rewind.training.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipSpec.Sampling;
import dev.rewind.model.transform.FrameShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every frame is one pixel that holds the frame's index, so a clip reads as the frames it is made of. */
class FrameSamplingTest {
    private static final FrameShape DOT = new FrameShape(1, 1);

    @Test
    void spreadsAWholeActionEvenlyFromTheFirstFrameToTheLast() {
        assertThat(frames(FrameSampling.fixed(steady(31), whole(4)))).containsExactly(0, 10, 20, 30);
        assertThat(frames(FrameSampling.fixed(steady(2), whole(4)))).containsExactly(0, 0, 1, 1);
        assertThat(frames(FrameSampling.fixed(steady(1), whole(4)))).containsExactly(0, 0, 0, 0);
    }

    @Test
    void keepsTheTempoInTheMiddleOfALongRecording() {
        // 49 x 40 ms less 3 x 200 ms leaves 680 ms, or 17 frames, on either side.
        assertThat(frames(FrameSampling.fixed(steady(50), period(4, 200)))).containsExactly(17, 22, 27, 32);
    }

    @Test
    void spreadsARecordingThatIsShorterThanTheClip() {
        assertThat(frames(FrameSampling.fixed(steady(11), period(5, 200)))).containsExactly(0, 3, 5, 8, 10);
    }

    @Test
    void takesTheFramesNearestInTimeWhereTimesVary() {
        Recording recording = recording(0, 10, 20, 30, 400, 790, 800);

        assertThat(frames(FrameSampling.fixed(recording, whole(5)))).containsExactly(0, 3, 4, 5, 6);
        assertThat(frames(FrameSampling.fixed(recording, period(2, 400)))).containsExactly(3, 5);
    }

    @Test
    void drawsInsideTheRecordingALittleFasterAndSlower() {
        Set<Integer> begins = new HashSet<>();
        Set<Integer> spans = new HashSet<>();
        for (int seed = 0; seed < 300; seed++) {
            int[] drawn = frames(FrameSampling.random(steady(50), period(4, 200), new SplittableRandom(seed)));
            begins.add(drawn[0]);
            spans.add(drawn[3] - drawn[0]);
            for (int i = 1; i < drawn.length; i++) {
                assertThat(drawn[i] - drawn[i - 1]).isBetween(4, 6);
            }
            assertThat(drawn[3]).isLessThan(50);
        }

        assertThat(begins).contains(0, 34);
        // 15 frames, and a seventh more or less, to the nearest frame at both ends.
        assertThat(spans).containsExactlyInAnyOrder(13, 14, 15, 16, 17, 18);
    }

    @Test
    void drawsMostOfAWholeAction() {
        for (int seed = 0; seed < 300; seed++) {
            int[] drawn = frames(FrameSampling.random(steady(101), whole(5), new SplittableRandom(seed)));

            assertThat(drawn).isSorted();
            assertThat(drawn[4] - drawn[0]).isBetween(79, 100);
        }
    }

    @Test
    void drawsWindowsInsideTheRecording() {
        Set<Integer> begins = new HashSet<>();
        for (int seed = 0; seed < 300; seed++) {
            int[] drawn = frames(FrameSampling.randomWindow(steady(50), period(4, 200), new SplittableRandom(seed)));
            begins.add(drawn[0]);
            // 25 a second: windows of 20 frames, whose four are 19 / 3 apart.
            assertThat(drawn[3] - drawn[0]).isEqualTo(19);
            assertThat(drawn[1] - drawn[0]).isBetween(6, 7);
        }

        assertThat(begins).isSubsetOf(IntStream.rangeClosed(0, 30).boxed().toList());
        assertThat(begins).contains(0, 29);
    }

    @Test
    void knowsHowManyFramesThereAreASecond() {
        assertThat(steady(50).rate()).isEqualTo(25);
        // Thirty a second, counted in milliseconds.
        assertThat(recording(IntStream.range(0, 300).map(i -> i * 1000 / 30).toArray())
                        .rate())
                .isEqualTo(30);
        assertThat(steady(1).rate()).isEqualTo(1);
    }

    @Test
    void drawsTheSameClipFromTheSameRandomState() {
        for (ClipSpec spec : List.of(whole(5), period(5, 120))) {
            assertThat(FrameSampling.random(steady(101), spec, new SplittableRandom(3)))
                    .isEqualTo(FrameSampling.random(steady(101), spec, new SplittableRandom(3)))
                    .isNotEqualTo(FrameSampling.random(steady(101), spec, new SplittableRandom(4)));
        }
    }

    @Test
    void refusesFramesOfAnotherSize() {
        assertThatThrownBy(() -> FrameSampling.fixed(steady(3), whole(2).withSize(2, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("2 x 2", "frames of 3 bytes");
    }

    @Test
    void refusesRecordingsThatRunBackwardsOrChangeSize() {
        assertThatThrownBy(() -> recording(0, 20, 10)).hasMessageContainingAll("never fall", "frame 2", "PT0.01S");
        assertThatThrownBy(() -> new Recording(
                        DOT, List.of(new byte[3], new byte[6]), List.of(Duration.ZERO, Duration.ofMillis(1))))
                .hasMessageContainingAll("1 x 1", "have 3 bytes", "frame 1 has 6");
    }

    private static Recording steady(int frames) {
        return recording(IntStream.range(0, frames).map(i -> i * 40).toArray());
    }

    private static Recording recording(int... millis) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < millis.length; i++) {
            frames.add(new byte[] {(byte) i, (byte) i, (byte) i});
        }
        return new Recording(
                DOT, frames, Arrays.stream(millis).mapToObj(Duration::ofMillis).toList());
    }

    private static int[] frames(byte[] clip) {
        return IntStream.range(0, clip.length / 3).map(i -> clip[3 * i]).toArray();
    }

    private static ClipSpec whole(int frames) {
        return new ClipSpec(frames, 1, 1, Duration.ofMillis(100), Sampling.WHOLE);
    }

    private static ClipSpec period(int frames, int millis) {
        return new ClipSpec(frames, 1, 1, Duration.ofMillis(millis), Sampling.PERIOD);
    }
}
