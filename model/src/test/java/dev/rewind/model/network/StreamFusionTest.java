package dev.rewind.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.network.config.Fusion;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFusionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "avg | 3, 1",
                "add | 6, 2",
                "max | 5, 4",
                "min | 1, -2",
                "concat | 1, 4, 5, -2",
                // identity twice, GELU between: x + gelu(x)
                "concat_linear | 1.841345, 7.999873, 9.999998, -2.045500"
            })
    void makesOneStreamOfTwo(String name, String expected) {
        Fusion fusion = Fusion.of(name);
        StreamFusion layer = new StreamFusion("fuse", fusion, 4);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        layer.declare(shapes);
        try (GradMode off = GradMode.off();
                NDManager manager = Torch.manager().newSubManager();
                Weights weights = Weights.create(manager, shapes, StreamFusionTest::identity)) {
            Streams streams = new Streams(
                    manager.create(new float[] {1, 4}, new Shape(1, 1, 2)),
                    manager.create(new float[] {5, -2}, new Shape(1, 1, 2)));

            float[] fused = layer.forward(new Ops(weights, Pass.serving(Kernels.plain())), streams)
                    .toFloatArray();

            String[] values = expected.split(", ");
            assertThat(fused).hasSize(values.length);
            for (int i = 0; i < values.length; i++) {
                assertThat(fused[i]).isCloseTo(Float.parseFloat(values[i]), org.assertj.core.data.Offset.offset(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"avg", "add", "max", "min", "concat", "concat_linear", "concat_linear_2", "concat_linear_0.5"})
    void keepsItsPublishedName(String name) {
        assertThat(Fusion.of(name).published()).isEqualTo(name);
    }

    @Test
    void widensItsMlpByTheMultiple() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        new StreamFusion("layers.1.pre_q_fuse", Fusion.of("concat_linear_2"), 32).declare(shapes);

        assertThat(shapes)
                .containsEntry("layers.1.pre_q_fuse.fuse_fn.fc1.weight", new Shape(64, 32))
                .containsEntry("layers.1.pre_q_fuse.fuse_fn.fc2.weight", new Shape(32, 64))
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mean", "concat_linear_x", "concat_linear_0", "concat_linear_-1", "avg_2"})
    void refusesWhatIsNoFusion(String name) {
        assertThatThrownBy(() -> Fusion.of(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no fusion '" + name + "'; choose avg, add, max, min, concat or concat_linear_M");
    }

    private static FloatBuffer identity(String name, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        if (shape.dimension() == 2) {
            for (int i = 0; i < shape.get(0); i++) {
                values[i * Math.toIntExact(shape.get(1)) + i] = 1;
            }
        }
        return FloatBuffer.wrap(values);
    }
}
