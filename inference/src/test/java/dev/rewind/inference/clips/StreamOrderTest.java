package dev.rewind.inference.clips;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.model.ClipSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What docs/clips.md says of frames that do not come in one row. A clip is written as the numbers of its frames. */
class StreamOrderTest {
    private static final ClipSpec SPEC = new ClipSpec(4, 1, 1, Duration.ofMillis(100), ClipSpec.Sampling.PERIOD);
    private static final long PERIOD = 100_000;
    private static final long NOON = 1_772_600_767_000_000L;
    private static final long DAY = 86_400_000_000L;
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final int HERE = "rtsp://here/".hashCode();
    private static final int THERE = "rtsp://there/".hashCode();

    private final List<String> clips = new ArrayList<>();
    private ClipAssembler assembler =
            new ClipAssembler(SPEC, ClipSettings.withStride(4).cut(SPEC), SILENCE);
    private long offset;

    @Test
    void aGapBeginsTheClipAnewAndItsRestIsDropped() {
        add(0, 0, 3);
        add(0, 4, 4);

        assertThat(clips).containsExactly("4 5 6 7");
        assertThat(found()).isEqualTo(new Irregularities(0, 0, 0, 1, 0));
    }

    @Test
    void framesThatComeTwiceCountOnce() {
        add(0, 0, 3);
        add(0, 0, 3);
        add(0, 2, 2);

        assertThat(clips).containsExactly("0 1 2 3");
        assertThat(found()).isEqualTo(new Irregularities(4, 0, 0, 0, 0));
    }

    @Test
    void aLateRecordIsLeftOutAndDoesNotDisturbTheClipThatGoesOn() {
        add(0, 0, 3);
        add(0, 6, 3);
        add(0, 3, 3);
        add(0, 9, 1);

        assertThat(clips).containsExactly("6 7 8 9");
        assertThat(found()).isEqualTo(new Irregularities(0, 3, 0, 1, 0));
    }

    @Test
    void framesOfAnOlderEpochAreLeftOutWhileTheNewerComes() {
        add(7, 0, 2);
        for (int i = 0; i < 10; i++) {
            add(5, 40 + i, 1);
            add(7, 2 + i, 1);
        }

        assertThat(clips).containsExactly("0 1 2 3", "4 5 6 7", "8 9 10 11");
        assertThat(found()).isEqualTo(new Irregularities(0, 0, 10, 0, 0));
    }

    @Test
    void anOlderEpochTakesOverOnceTheNewerIsSilent() {
        add(7, 0, 4);
        add(5, 40, 1);
        assembler.flush();
        add(5, 41, 4);

        assertThat(clips).containsExactly("0 1 2 3", "41 42 43 44");
    }

    @Test
    void aNewerEpochTakesOverAtOnceAndTheRestOfTheOldIsLabelled() {
        add(5, 0, 3);
        add(7, 20, 4);

        assertThat(clips).containsExactly("0 1 2", "20 21 22 23");
    }

    @Test
    void ofTwoSourcesInOneEpochTheFirstHoldsTheStreamUntilItIsSilent() {
        for (int i = 0; i < 4; i++) {
            add(HERE, 0, i, PERIOD, NOON + i * PERIOD, 1);
            add(THERE, 0, i, PERIOD, NOON + i * PERIOD + 30_000, 1);
        }
        assertThat(clips).containsExactly("0 1 2 3");
        assertThat(found()).isEqualTo(new Irregularities(0, 0, 4, 0, 0));

        assembler.flush();
        add(THERE, 0, 4, PERIOD, NOON + 4 * PERIOD, 4);

        assertThat(clips).containsExactly("0 1 2 3", "4 5 6 7");
    }

    @Test
    void twoSourcesWithoutNumbersAreToldApartAsWell() {
        for (int i = 0; i < 4; i++) {
            add(HERE, 0, FrameBundle.UNNUMBERED, FrameBundle.UNKNOWN, NOON + i * PERIOD, 1);
            add(THERE, 0, FrameBundle.UNNUMBERED, FrameBundle.UNKNOWN, NOON + (50 + i) * PERIOD, 1);
        }

        assertThat(clips).containsExactly("0 1 2 3");
    }

    @Test
    void aClockThatJumpsADayForwardEndsTheClipAsSilenceDoes() {
        add(0, 0, 3);
        add(HERE, 0, 3, PERIOD, NOON + DAY, 4);

        assertThat(clips).containsExactly("0 1 2", "864000 864001 864002 864003");
        assertThat(found()).isEqualTo(new Irregularities(0, 0, 0, 0, 1));
    }

    @Test
    void aClockThatJumpsADayBackEndsTheClipAsSilenceDoes() {
        add(0, 0, 3);
        add(HERE, 0, 3, PERIOD, NOON - DAY, 4);

        assertThat(clips).containsExactly("0 1 2", "-864000 -863999 -863998 -863997");
    }

    @Test
    void aClockWithoutNumbersThatJumpsEndsTheClipToo() {
        add(HERE, 0, FrameBundle.UNNUMBERED, FrameBundle.UNKNOWN, NOON, 1);
        add(HERE, 0, FrameBundle.UNNUMBERED, FrameBundle.UNKNOWN, NOON - DAY, 1);

        assertThat(clips).containsExactly("0");
    }

    @Test
    void aClockThatIsSetALittleDoesNotEndTheClipOfNumberedFrames() {
        add(HERE, 0, 0, PERIOD, NOON, 2);
        add(HERE, 0, 2, PERIOD, NOON - 5 * PERIOD, 2);

        assertThat(clips).containsExactly("0 1 -5 -4");
        assertThat(found()).isEqualTo(Irregularities.NONE);
    }

    @Test
    void aCounterThatIsResetAlongWithTheClockIsTakenUpAfterASilence() {
        add(0, 0, 3);
        add(HERE, 0, 0, PERIOD, NOON - DAY, 2);
        assembler.flush();
        add(HERE, 0, 2, PERIOD, NOON - DAY + 2 * PERIOD, 4);

        assertThat(clips).containsExactly("-863998 -863997 -863996 -863995");
        assertThat(found()).isEqualTo(new Irregularities(0, 2, 0, 0, 0));
    }

    @Test
    void framesSeenBeforeASilenceAreStillKnownAfterwards() {
        add(0, 0, 3);
        assembler.flush();
        add(0, 3, 3);
        add(0, 1, 2);

        assertThat(found()).isEqualTo(new Irregularities(2, 0, 0, 0, 0));
    }

    @Test
    void aStreamThatOnlyRepeatsItselfDoesNotGoOn() {
        add(0, 0, 3);
        long taken = assembler.taken();
        add(0, 0, 3);

        assertThat(assembler.taken()).isEqualTo(taken).isEqualTo(3);
    }

    @Test
    void whoHoldsTheStreamIsKnownAfterARestart() {
        add(HERE, 0, 0, PERIOD, NOON, 3);
        assembler = new ClipAssembler(
                SPEC,
                ClipSettings.withStride(4).cut(SPEC),
                SILENCE,
                assembler.state(0),
                ref -> Optional.of(new Frame(ref, new byte[3])));
        add(THERE, 0, 3, PERIOD, NOON + 5 * PERIOD, 1);
        add(HERE, 0, 3, PERIOD, NOON + 3 * PERIOD, 1);

        assertThat(clips).containsExactly("0 1 2 3");
        assertThat(found()).isEqualTo(new Irregularities(0, 0, 1, 0, 0));
    }

    private Irregularities found() {
        return assembler.irregularities();
    }

    /** Frames whose number is their sequence and their time. */
    private void add(long epoch, long sequence, int count) {
        add(HERE, epoch, sequence, PERIOD, NOON + sequence * PERIOD, count);
    }

    private void add(int source, long epoch, long sequence, long period, long at, int count) {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(new Frame(new FrameRef(offset, i, at + i * PERIOD), new byte[3]));
        }
        offset++;
        assembler.add(new FrameBundle(epoch, sequence, period, source, frames)).stream()
                .map(StreamOrderTest::text)
                .forEach(clips::add);
    }

    private static String text(Clip clip) {
        return String.join(
                " ",
                clip.refs().stream()
                        .map(ref -> Long.toString(Math.floorDiv(ref.at() - NOON, PERIOD)))
                        .toList());
    }
}
