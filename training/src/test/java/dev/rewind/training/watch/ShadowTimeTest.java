package dev.rewind.training.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.topics.models.ShadowReport;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShadowTimeTest {
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final ShadowTime time = new ShadowTime(new ShadowSettings(200, LONGEST, SILENCE, 2));

    @Test
    void endsWithEnoughClipsAndSaysHowItDid() {
        assertThat(time.end(report(199, 150), true, Duration.ofMinutes(1))).isEmpty();
        assertThat(time.end(report(200, 150), true, Duration.ofMinutes(1)))
                .contains(new ShadowTime.End(
                        true,
                        "passed the gate; agreed with the live model on 180 of 200 live clips at 1.50 times its time"));
    }

    @Test
    void refusesWhatIsTooSlow() {
        ShadowTime.End end =
                time.end(report(200, 201), true, Duration.ofMinutes(1)).orElseThrow();
        assertThat(end.passed()).isFalse();
        assertThat(end.reason()).contains("2.01 times", "slower than the 2.0 allowed");
    }

    @Test
    void endsWithFewerClipsInTime() {
        assertThat(time.end(report(3, 100), true, LONGEST.minusSeconds(1))).isEmpty();
        assertThat(time.end(report(3, 100), true, LONGEST).orElseThrow().passed())
                .isTrue();
        assertThat(time.end(Optional.empty(), true, LONGEST).orElseThrow().reason())
                .contains("no live clip came");
    }

    @Test
    void endsWhereNothingServes() {
        assertThat(time.end(Optional.empty(), false, SILENCE.minusSeconds(1))).isEmpty();
        assertThat(time.end(Optional.empty(), true, SILENCE))
                .as("loaded, but no clips yet")
                .isEmpty();
        assertThat(time.end(Optional.empty(), false, SILENCE).orElseThrow().reason())
                .contains("nothing serves");
    }

    @Test
    void isOverAtOnceWhereNoneIsAskedFor() {
        ShadowTime none = new ShadowTime(new ShadowSettings(0, LONGEST, SILENCE, 2));
        assertThat(none.end(Optional.empty(), false, Duration.ZERO)
                        .orElseThrow()
                        .passed())
                .isTrue();
    }

    private static Optional<ShadowReport> report(long clips, double shadowMillis) {
        return Optional.of(new ShadowReport("new", "all", clips, clips * 9 / 10, 100, shadowMillis));
    }
}
