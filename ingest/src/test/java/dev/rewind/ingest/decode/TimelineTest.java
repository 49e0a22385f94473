package dev.rewind.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static long[] placed(long... timestamps) {
        Timeline timeline = new Timeline(40);
        return Arrays.stream(timestamps).map(timeline::place).toArray();
    }

    @Test
    void startsAtZeroWhereverTheContainerStarts() {
        assertThat(placed(1_400_000, 1_400_040, 1_400_100)).containsExactly(0, 40, 100);
    }

    @Test
    void goesOnWhereTimestampsAreMissing() {
        assertThat(placed(AV_NOPTS_VALUE, AV_NOPTS_VALUE, AV_NOPTS_VALUE)).containsExactly(0, 40, 80);
    }

    @Test
    void goesOnWhenACameraStartsItsClockAgain() {
        assertThat(placed(5000, 5040, 0, 40, 90)).containsExactly(0, 40, 80, 120, 170);
    }

    @Test
    void doesNotFollowAClockThatLeapsAhead() {
        assertThat(placed(0, 40, 90_000_000_000L, 90_000_000_040L)).containsExactly(0, 40, 80, 120);
    }

    @Test
    void keepsAnHonestGap() {
        assertThat(placed(0, 40, 3_000_000)).containsExactly(0, 40, 3_000_000);
    }
}
