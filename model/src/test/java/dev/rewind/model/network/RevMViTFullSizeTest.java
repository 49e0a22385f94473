package dev.rewind.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.model.Preset;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.verify.FormulaValues;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rev-MViT-B 16x4 against figures that the published code gave for the same weights and input. */
class RevMViTFullSizeTest {
    private static final float TOLERANCE = 1e-4f;
    private static final Network NETWORK =
            Network.of(Preset.byName("rev-mvit-b-16x4").network());

    private static JsonNode golden;

    @BeforeAll
    static void readFigures() throws IOException {
        try (InputStream in = RevMViTFullSizeTest.class.getResourceAsStream("rev-mvit-b-16x4.json")) {
            golden = new ObjectMapper().readTree(in);
        }
    }

    @Test
    void declaresThePublishedStateDict() {
        List<String> published = new ArrayList<>();
        golden.get("state_dict")
                .forEach(entry -> published.add(entry.get("name").asText() + entry.get("shape")));
        List<String> declared = new ArrayList<>();
        NETWORK.shapes()
                .forEach((name, shape) -> declared.add(
                        name + java.util.Arrays.toString(shape.getShape()).replace(" ", "")));

        assertThat(declared).containsExactlyInAnyOrderElementsOf(published);
        assertThat(NETWORK.parameterCount()).isEqualTo(34_963_120);
    }

    @Test
    void givesThePublishedLogitsAndActivations() {
        try (GradMode off = GradMode.off();
                NDManager manager = Torch.manager().newSubManager();
                Weights weights = Weights.create(manager, NETWORK.shapes(), new FormulaValues())) {
            Shape shape = new Shape(1, 3, 16, 224, 224);
            NDArray input = manager.create(FormulaValues.input("input", shape), shape);
            NDArray logits = NETWORK.forward(weights, Pass.serving(Kernels.fast()), input, this::compareWithGolden);

            assertThat(logits.toFloatArray())
                    .containsExactly(floats(golden.get("logits").get(0)), within(TOLERANCE));
        }
    }

    private void compareWithGolden(String name, NDArray activation) {
        JsonNode stats = golden.get("stats").get(name);
        float largest = (float)
                Math.max(Math.abs(stats.get("min").asDouble()), stats.get("max").asDouble());
        try (NDScope scope = new NDScope()) {
            NDArray flat = activation.flatten();
            long size = flat.size();
            float mean = flat.mean().getFloat();
            Map<String, Float> measured = Map.of(
                    "mean",
                    mean,
                    "std",
                    (float) Math.sqrt(flat.sub(mean).square().mean().getFloat()),
                    "min",
                    flat.min().getFloat(),
                    "max",
                    flat.max().getFloat());
            measured.forEach((figure, value) -> assertThat(value)
                    .as("%s of %s", figure, name)
                    .isCloseTo((float) stats.get(figure).asDouble(), within(TOLERANCE * largest)));
            assertThat(flat.get("0:16").toFloatArray())
                    .as("first values of %s", name)
                    .containsExactly(floats(stats.get("first16")), within(TOLERANCE * largest));
            assertThat(flat.get((size - 4) + ":").toFloatArray())
                    .as("last values of %s", name)
                    .containsExactly(floats(stats.get("last4")), within(TOLERANCE * largest));
        }
    }

    private static org.assertj.core.data.Offset<Float> within(float tolerance) {
        return org.assertj.core.data.Offset.offset(tolerance);
    }

    private static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.get(i).asDouble();
        }
        return values;
    }
}
