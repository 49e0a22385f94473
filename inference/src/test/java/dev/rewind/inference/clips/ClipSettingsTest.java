package dev.rewind.inference.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.ClipSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipSettingsTest {
    private static final ClipSpec SPEC = new ClipSpec(4, 1, 1, Duration.ofMillis(100), ClipSpec.Sampling.PERIOD);
    private static final long PERIOD = 100_000;
    private static final Duration SILENCE = Duration.ofSeconds(2);

    @Test
    void shouldLeaveToTheModelWhatNobodyAsksFor() {
        assertThat(ClipCut.ofTheModel(SPEC)).isEqualTo(new ClipCut(4, 2, PERIOD, false));
        assertThat(cut("frames:9")).isEqualTo(new ClipCut(9, 4, PERIOD, false));
        assertThat(cut("rate:5")).isEqualTo(new ClipCut(4, 2, 200_000, true));
        assertThat(cut("stride:1,frames:1,rate:0.5")).isEqualTo(new ClipCut(1, 1, 2_000_000, true));
    }

    @Test
    void shouldCutAStreamByTheFirstRuleThatMatchesIt() {
        ClipRules rules = new ClipRules(
                ClipSettings.parse("frames:8"),
                List.of(
                        ClipRules.Rule.parse("cam-?=stride:3"),
                        ClipRules.Rule.parse("cam-*=frames:2"),
                        ClipRules.Rule.parse("a=b.(c)=stride:1")));

        assertThat(rules.cut("cam-1", SPEC)).isEqualTo(new ClipCut(8, 3, PERIOD, false));
        assertThat(rules.cut("cam-10", SPEC)).isEqualTo(new ClipCut(2, 1, PERIOD, false));
        assertThat(rules.cut("a=b.(c)", SPEC)).isEqualTo(new ClipCut(8, 1, PERIOD, false));
        assertThat(rules.cut("a=bx(c)", SPEC)).isEqualTo(new ClipCut(8, 4, PERIOD, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frames",
                "frames:",
                "frames:0",
                "frames:257",
                "frames:1.5",
                "rate:0",
                "rate:NaN",
                "rate:-1",
                "rate:1001",
                "stride:0",
                "stride:1,stride:2",
                "speed:1",
                "frames:1,"
            })
    void saysWhatIsWrongWithSettings(String text) {
        assertThatThrownBy(() -> ClipRules.Rule.parse("cam-*=" + text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cam-*", "=frames:2"})
    void saysWhatIsWrongWithARule(String text) {
        assertThatThrownBy(() -> ClipRules.Rule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' does not say which streams");
    }

    @Test
    void shouldThinOutAClipThatIsLongerThanTheModels() {
        assertThat(clips(cut("frames:10"), PERIOD, 20)).containsExactly("0 3 6 9", "5 8 11 14", "10 13 16 19");
    }

    @Test
    void shouldRepeatTheFramesOfAClipThatIsShorterThanTheModels() {
        // The second half of the last frame is left to the model's input: a short clip stands still there.
        assertThat(clips(cut("frames:2"), PERIOD, 3)).containsExactly("0 0 1", "1 1 2");
        assertThat(clips(cut("frames:1"), PERIOD, 2)).containsExactly("0", "1");
    }

    @Test
    void shouldSpreadOverTheWholeLengthForAnyModel() {
        for (int length = 1; length <= 256; length++) {
            for (int wanted : new int[] {1, 2, 8, 16, 32}) {
                List<Frame> window = IntStream.range(0, length)
                        .mapToObj(ClipSettingsTest::frame)
                        .toList();
                List<Integer> seen = new ClipCut(length, 1, PERIOD, false)
                        .clip(window, wanted, 0).refs().stream()
                                .map(FrameRef::index)
                                .toList();

                assertThat(seen).isSorted().hasSizeLessThanOrEqualTo(wanted);
                if (wanted > 1) {
                    assertThat(seen.get(0)).isZero();
                    assertThat(seen.get(seen.size() - 1)).isEqualTo(length - 1);
                }
                if (length <= wanted) {
                    assertThat(seen.stream().distinct()).hasSize(length);
                } else {
                    assertThat(seen).doesNotHaveDuplicates().hasSize(wanted);
                }
            }
        }
    }

    @Test
    void shouldKeepTheTempoOfALongClipThatEndsEarly() {
        ClipAssembler assembler = new ClipAssembler(SPEC, cut("frames:10"), SILENCE);
        assembler.add(bundle(PERIOD, 0, 5));

        assertThat(assembler.flush().map(ClipSettingsTest::text)).contains("0 3 4");
    }

    @Test
    void shouldCutFromTheRateThatIsAskedFor() {
        assertThat(clips(cut("rate:5"), PERIOD / 2, 17)).containsExactly("0 4 8 12");
        assertThat(clips(cut("rate:100"), PERIOD, 4)).containsExactly("0 1 2 3");
    }

    @Test
    void shouldMeasureARateThatIsAskedForWhereTheProducerDoesNotSayItsOwn() {
        ClipAssembler assembler = new ClipAssembler(SPEC, cut("rate:5"), SILENCE);
        List<String> clips = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Frame frame = new Frame(new FrameRef(i, i, i * PERIOD), new byte[3]);
            assembler.add(new FrameBundle(0, -1, FrameBundle.UNKNOWN, 0, List.of(frame))).stream()
                    .map(ClipSettingsTest::text)
                    .forEach(clips::add);
        }

        assertThat(clips).containsExactly("0 2 4 6");
    }

    @Test
    void shouldFillAClipUpThatAnotherLengthBegan() {
        ClipAssembler before = new ClipAssembler(SPEC, cut("frames:4,stride:4"), SILENCE);
        before.add(bundle(PERIOD, 0, 3));

        assertThat(goOn(before, "frames:7", 3, 4)).containsExactly("0 2 4 6");
        assertThat(goOn(before, "frames:2", 3, 1)).containsExactly("2 2 3");
    }

    @Test
    void shouldDropTheBeginningOfAClipThatWasCutAtAnotherRate() {
        ClipAssembler before = new ClipAssembler(SPEC, cut("rate:10"), SILENCE);
        before.add(bundle(PERIOD, 0, 3));

        assertThat(goOn(before, "rate:5", 3, 7)).containsExactly("3 5 7 9");
        assertThat(goOn(before, "rate:10", 3, 1)).containsExactly("0 1 2 3");
    }

    @Test
    void shouldNotSkipForAStrideThatIsNotAskedForAnyMore() {
        ClipAssembler before = new ClipAssembler(SPEC, cut("stride:100"), SILENCE);
        before.add(bundle(PERIOD, 0, 4));

        assertThat(goOn(before, "stride:5", 4, 5)).containsExactly("5 6 7 8");
        assertThat(goOn(before, "stride:2", 4, 4)).containsExactly("4 5 6 7");
    }

    /** The clips of further frames when another process takes the stream up, with other settings. */
    private static List<String> goOn(ClipAssembler before, String settings, int from, int count) {
        ClipAssembler next = new ClipAssembler(
                SPEC, cut(settings), SILENCE, before.state(0), ref -> Optional.of(frame(ref.index())));
        return next.add(bundle(PERIOD, from, count)).stream()
                .map(ClipSettingsTest::text)
                .toList();
    }

    private static List<String> clips(ClipCut cut, long period, int count) {
        return new ClipAssembler(SPEC, cut, SILENCE)
                .add(bundle(period, 0, count)).stream()
                        .map(ClipSettingsTest::text)
                        .toList();
    }

    private static ClipCut cut(String settings) {
        return ClipSettings.parse(settings).cut(SPEC);
    }

    private static FrameBundle bundle(long period, int first, int count) {
        List<Frame> frames = IntStream.range(first, first + count)
                .mapToObj(i -> new Frame(new FrameRef(0, i, i * period), new byte[3]))
                .toList();
        return new FrameBundle(0, first, period, FrameBundle.ANY_SOURCE, frames);
    }

    private static Frame frame(int index) {
        return new Frame(new FrameRef(0, index, index * PERIOD), new byte[3]);
    }

    /** A clip as the indices of its frames. */
    private static String text(Clip clip) {
        return String.join(
                " ",
                clip.refs().stream().map(ref -> Integer.toString(ref.index())).toList());
    }
}
