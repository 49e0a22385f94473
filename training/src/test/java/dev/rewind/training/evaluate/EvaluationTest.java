package dev.rewind.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final List<String> CLASSES = List.of("a", "b", "c", "d", "e", "f", "none");

    @Test
    void countsTopOneTopFiveRecallAndConfusion() {
        Evaluation evaluation = Evaluation.of(
                "m1",
                CLASSES,
                List.of(
                        scores(9, 1, 1, 1, 1, 1, 0), // a, right
                        scores(3, 9, 2, 1, 0, 0, 0), // a taken for b, second
                        scores(6, 5, 4, 3, 2, 1, 0), // f taken for a, sixth
                        scores(6, 5, 4, 3, 2, 1, 0), // e taken for a, fifth
                        scores(0, 0, 0, 0, 1, 8, 0)), // f, right
                new int[] {0, 0, 5, 4, 5});

        assertThat(evaluation.clips()).isEqualTo(5);
        assertThat(evaluation.top1()).isEqualTo(0.4, within(1e-12));
        assertThat(evaluation.top5()).isEqualTo(0.8, within(1e-12));
        assertThat(evaluation.perClass()).containsExactly(entry("a", 0.5), entry("e", 0.0), entry("f", 0.5));
        int[][] expected = new int[7][7];
        expected[0][0] = 1;
        expected[0][1] = 1;
        expected[4][0] = 1;
        expected[5][0] = 1;
        expected[5][5] = 1;
        assertThat(evaluation.confusion()).isDeepEqualTo(expected);
    }

    @Test
    void countsTiesForTheFirstClassAlone() {
        List<float[]> flat = List.of(scores(1, 1, 1, 1, 1, 1, 1), scores(1, 1, 1, 1, 1, 1, 1));

        Evaluation evaluation = Evaluation.of("m1", CLASSES, flat, new int[] {0, 5});

        assertThat(evaluation.top1()).isEqualTo(0.5);
        assertThat(evaluation.top5()).isEqualTo(0.5);
    }

    @Test
    void poolsPartsByTheirClips() {
        List<String> classes = List.of("a", "b");
        Evaluation one = Evaluation.of("m1", classes, List.of(scores(1, 0)), new int[] {1});
        Evaluation other =
                Evaluation.of("m2", classes, List.of(scores(1, 0), scores(0, 1), scores(0, 1)), new int[] {0, 1, 1});

        Evaluation pooled = Evaluation.pooled("both", List.of(one, other));

        assertThat(pooled.clips()).isEqualTo(4);
        assertThat(pooled.top1()).isEqualTo(0.75, within(1e-12));
        assertThat(pooled.perClass()).containsExactly(entry("a", 1.0), entry("b", 2 / 3.0));
        assertThat(pooled.confusion()).isDeepEqualTo(new int[][] {{1, 0}, {1, 2}});
    }

    @Test
    void writesTheKeysThatScriptsReadAndNoOthers() {
        Evaluation evaluation =
                Evaluation.of("m1", List.of("a", "b"), List.of(scores(1, 0), scores(1, 0)), new int[] {0, 1});

        JsonNode json = new ObjectMapper().valueToTree(evaluation);

        List<String> keys = new ArrayList<>();
        json.fieldNames().forEachRemaining(keys::add);
        assertThat(keys).containsExactlyInAnyOrder("top1", "top5", "perClass", "clips", "model");
        assertThat(json)
                .hasToString("{\"model\":\"m1\",\"clips\":2,\"top1\":0.5,\"top5\":1.0,"
                        + "\"perClass\":{\"a\":1.0,\"b\":0.0}}");
    }

    @Test
    void refusesToCountNothing() {
        assertThatThrownBy(() -> Evaluation.of("m1", CLASSES, List.of(), new int[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one clip");
    }

    private static float[] scores(float... scores) {
        return scores;
    }
}
