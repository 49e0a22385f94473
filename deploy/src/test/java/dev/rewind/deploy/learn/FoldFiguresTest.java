package dev.rewind.deploy.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.deploy.learn.FoldFigures.Fold;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldFiguresTest {
    private static final FoldFigures FIGURES =
            FoldFigures.of(List.of(new Fold(0, 0.8, 10, 1), new Fold(1, 0.9, 30, 2), new Fold(2, 1, 20, 3)));

    @Test
    void givesEveryFoldTheSameWeight() {
        assertThat(FIGURES.mean()).isEqualTo(0.9, within(1e-12));
        assertThat(FIGURES.std()).isEqualTo(0.1, within(1e-12));
    }

    @Test
    void writesTheKeysThatScriptsRead() {
        JsonNode json = new ObjectMapper().valueToTree(FIGURES);

        assertThat(json.fieldNames()).toIterable().containsExactly("mean", "std", "folds");
        assertThat(json.get("folds").get(1).fieldNames())
                .toIterable()
                .containsExactly("fold", "top1", "clips", "seconds");
        assertThat(json.get("folds").get(1).get("clips").asInt()).isEqualTo(30);
    }
}
