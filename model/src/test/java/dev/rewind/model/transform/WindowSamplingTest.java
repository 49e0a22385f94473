package dev.rewind.model.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipSpec.Sampling;
import dev.rewind.model.transform.WindowSampling.Starts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The figures are the published formulas worked out by hand: window = 16 x 4 / 30 x rate, frames (window - 1) / 15 apart. */
class WindowSamplingTest {
    private static final WindowSampling PUBLISHED =
            new WindowSampling(new ClipSpec(16, 224, 224, Duration.ofNanos(4_000_000_000L / 30), Sampling.PERIOD));

    @Test
    void spreadsSixteenFramesOverSixtyFour() {
        assertThat(PUBLISHED.spread(64, 30, 0, 1, Starts.PARTS))
                .containsExactly(0, 4, 8, 12, 16, 21, 25, 29, 33, 37, 42, 46, 50, 54, 58, 63);
    }

    @Test
    void keepsTheTempoOfRecordingsOfAnotherRate() {
        // 25 a second: a window of 53.333 frames, 3.489 apart.
        assertThat(PUBLISHED.spread(54, 25, 0, 1, Starts.PARTS))
                .containsExactly(0, 3, 6, 10, 13, 17, 20, 24, 27, 31, 34, 38, 41, 45, 48, 52);
        // 60 a second: a window of 128 frames, 8.467 apart.
        assertThat(PUBLISHED.spread(128, 60, 0, 1, Starts.PARTS))
                .containsExactly(0, 8, 16, 25, 33, 42, 50, 59, 67, 76, 84, 93, 101, 110, 118, 127);
    }

    @Test
    void beginsEachClipWithItsPartOfTheRecording() {
        // 300 frames less 64 leave 236; a fifth of it is 47.2.
        assertThat(starts(300, 30, 5, Starts.PARTS)).containsExactly(0, 47, 94, 141, 188);
        assertThat(PUBLISHED.spread(300, 30, 4, 5, Starts.PARTS))
                .startsWith(188, 193, 197)
                .endsWith(247, 251);
    }

    @Test
    void spreadsClipsFromTheBeginningToTheEnd() {
        // 236 / 4 = 59.
        assertThat(starts(300, 30, 5, Starts.ENDS)).containsExactly(0, 59, 118, 177, 236);
        // 239 / 4 = 59.75, rounded down.
        assertThat(starts(303, 30, 5, Starts.ENDS)).containsExactly(0, 59, 118, 177, 236);
        assertThat(starts(303, 30, 1, Starts.ENDS)).containsExactly(119);
        assertThat(PUBLISHED.spread(300, 30, 4, 5, Starts.ENDS))
                .startsWith(236, 240)
                .endsWith(299);
    }

    @Test
    void repeatsTheLastFrameOfAShortRecording() {
        for (int clip = 0; clip < 5; clip++) {
            assertThat(PUBLISHED.spread(10, 30, clip, 5, Starts.PARTS))
                    .containsExactly(0, 4, 8, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9);
        }
        assertThat(PUBLISHED.spread(1, 1, 2, 3, Starts.ENDS)).containsOnly(0);
    }

    @Test
    void takesMomentsFromTheFirstWindowToTheLast() {
        assertThat(PUBLISHED.at(300, 30, 0)[0]).isZero();
        assertThat(PUBLISHED.at(300, 30, 0.5)[0]).isEqualTo(118);
        assertThat(PUBLISHED.at(300, 30, 1)).startsWith(236).endsWith(299);
    }

    @Test
    void spreadsAWholeActionOverItsRecording() {
        WindowSampling whole = new WindowSampling(new ClipSpec(4, 8, 8, Duration.ofMillis(10), Sampling.WHOLE));

        assertThat(whole.spread(31, 30, 0, 1, Starts.PARTS)).containsExactly(0, 10, 20, 30);
        assertThat(whole.at(31, 30, 0.7)).containsExactly(0, 10, 20, 30);
    }

    @Test
    void takesTheFirstFrameForAClipOfOne() {
        WindowSampling image = new WindowSampling(new ClipSpec(1, 8, 8, Duration.ofSeconds(1), Sampling.PERIOD));

        assertThat(image.spread(90, 30, 1, 2, Starts.PARTS)).containsExactly(30);
    }

    @Test
    void standsThePrecisionOfMicroseconds() {
        // A second of 30 frames a second, by times in whole microseconds.
        double rate = 29 / 0.966666;

        assertThat(PUBLISHED.spread(90, rate, 0, 1, Starts.PARTS)).endsWith(58, 63);
    }

    private static int[] starts(int length, double rate, int clips, Starts starts) {
        int[] first = new int[clips];
        for (int clip = 0; clip < clips; clip++) {
            first[clip] = PUBLISHED.spread(length, rate, clip, clips, starts)[0];
        }
        return first;
    }
}
