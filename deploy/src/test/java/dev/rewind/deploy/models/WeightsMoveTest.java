package dev.rewind.deploy.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rewind.model.checkpoint.Tensor;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WeightsMoveTest {
    private static final List<String> CLASSES = List.of("walk", "run");

    @Test
    void measuresLayersByTheLengthOfAllThatIsInThem() {
        Map<String, Tensor> before = new LinkedHashMap<>();
        before.put("patch_embed.proj.weight", vector(3, 4));
        before.put("rev_backbone.layers.0.F.norm.weight", vector(6, 8));
        before.put("rev_backbone.layers.0.F.norm.bias", vector(0, 0));
        before.put("rev_backbone.layers.10.F.norm.bias", vector(0, 0));
        Map<String, Tensor> after = new LinkedHashMap<>(before);
        after.put("patch_embed.proj.weight", vector(3, 4.5f));
        after.put("rev_backbone.layers.0.F.norm.bias", vector(3, 4));
        after.put("rev_backbone.layers.10.F.norm.bias", vector(0, 1));

        WeightsMove move = WeightsMove.of(before, CLASSES, after, CLASSES);

        assertThat(move.layers())
                .containsExactly(
                        Map.entry("patch_embed", 0.1),
                        Map.entry("rev_backbone.layers.0", 0.5),
                        Map.entry("rev_backbone.layers.10", 1.0));
        assertThat(move.tensors().keySet())
                .as("the furthest first")
                .containsSequence("patch_embed.proj.weight", "rev_backbone.layers.0.F.norm.weight");
        assertThat(move.all()).isCloseTo(Math.sqrt((0.25 + 25 + 1) / 125), within(1e-12));
        assertThat(move.unlike()).isEmpty();
    }

    @Test
    void comparesTheClassifierClassByClass() {
        Map<String, Tensor> before = Map.of("head.projection.weight", rows(2, 1, 2, 3, 4));
        Map<String, Tensor> after = Map.of("head.projection.weight", rows(2, 3, 4, 9, 9, 1, 2));

        WeightsMove move = WeightsMove.of(before, CLASSES, after, List.of("run", "bow", "walk"));

        assertThat(move.tensors()).containsExactly(Map.entry("head.projection.weight", 0.0));
    }

    @Test
    void namesWhatCannotBeCompared() {
        Map<String, Tensor> before = Map.of("norm.weight", vector(1, 2), "old.weight", vector(1));
        Map<String, Tensor> after = Map.of("norm.weight", vector(1, 2, 3), "new.weight", vector(1));

        assertThat(WeightsMove.of(before, CLASSES, after, CLASSES).unlike())
                .containsExactlyInAnyOrder("norm.weight", "old.weight", "new.weight");
    }

    private static Tensor vector(float... values) {
        return new Tensor(new long[] {values.length}, FloatBuffer.wrap(values));
    }

    private static Tensor rows(int width, float... values) {
        return new Tensor(new long[] {values.length / width, width}, FloatBuffer.wrap(values));
    }
}
