package dev.rewind.ingest.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RepertoireTest {
    private static final int FRAMES = 16;
    private static final int SIDE = 48;

    static List<Integer> classes() {
        return IntStream.range(0, Repertoire.labels().size()).boxed().toList();
    }

    @Test
    void knowsHandsAndPeopleByNamesOfTheirOwn() {
        assertThat(Repertoire.labels())
                .doesNotHaveDuplicates()
                .contains("hand-circle", "hand-down-right", "body-jumping-jack", "body-walk")
                .allMatch(label -> label.matches("(hand|body)(-[a-z]+)+"));
    }

    @Test
    void showsEveryClassAsOftenAsTheOthersOfItsKind() {
        int clips = 4 * 62 * 32;
        assertThat(IntStream.range(0, clips).boxed().collect(Collectors.groupingBy(Repertoire::labelOf)))
                .hasSize(Repertoire.labels().size())
                .allSatisfy((label, drawn) ->
                        assertThat(drawn).hasSize(Repertoire.labels().get(label).startsWith("hand") ? 32 : 3 * 62));
    }

    @ParameterizedTest
    @MethodSource("classes")
    void drawsTheSamePixelsFromTheSameSeedOnEveryThread(int label) {
        byte[] expected = Repertoire.renderRgb(label, 7, 4, SIDE, SIDE);
        assertThat(expected).hasSize(4 * SIDE * SIDE * 3);
        assertThat(IntStream.range(0, 4).parallel().mapToObj(i -> Repertoire.renderRgb(label, 7, 4, SIDE, SIDE)))
                .allSatisfy(again -> assertThat(again).isEqualTo(expected));
        assertThat(Repertoire.renderRgb(label, 8, 4, SIDE, SIDE)).isNotEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("classes")
    void movesInMostScenes(int label) {
        assumeThat(Repertoire.labels().get(label)).isNotEqualTo("hand-hold"); // whose point it is to keep still
        assertThat(IntStream.range(0, 20).filter(seed -> moves(label, seed)).count())
                .isGreaterThanOrEqualTo(14);
    }

    @Test
    void drawsALineAtAnEvenPace() {
        Trace caret = Trace.keys("729");
        assertThat(caret.at(0)).isEqualTo(new Trace.Point(-1, 1));
        assertThat(caret.at(0.5).x()).isEqualTo(0, within(0.03));
        assertThat(caret.at(0.5).y()).isEqualTo(-1, within(0.05));
        assertThat(caret.at(1)).isEqualTo(new Trace.Point(1, 1));
    }

    @Test
    void drawsACircleClockwiseFromTheTop() {
        Trace circle = Trace.arc(0, 1);
        assertThat(circle.at(0.25).x()).isEqualTo(1, within(0.01));
        assertThat(circle.at(0.5).y()).isEqualTo(1, within(0.01));
        assertThat(circle.at(1).y()).isEqualTo(-1, within(0.01));
    }

    @Test
    void refusesAClipWithoutFrames() {
        assertThatThrownBy(() -> Repertoire.renderRgb(0, 1, 0, 64, 64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 frames of 64x64");
    }

    private static boolean moves(int label, long seed) {
        byte[] clip = Repertoire.renderRgb(label, seed, FRAMES, SIDE, SIDE);
        int frame = clip.length / FRAMES;
        byte[] first = Arrays.copyOfRange(clip, 0, frame);
        return IntStream.range(1, FRAMES).anyMatch(i -> {
            byte[] other = Arrays.copyOfRange(clip, i * frame, (i + 1) * frame);
            return IntStream.range(0, frame)
                            .filter(j -> Math.abs((first[j] & 0xFF) - (other[j] & 0xFF)) > 40)
                            .count()
                    > 20;
        });
    }
}
