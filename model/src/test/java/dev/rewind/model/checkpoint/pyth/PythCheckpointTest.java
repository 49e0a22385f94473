package dev.rewind.model.checkpoint.pyth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.checkpoint.CheckpointException;
import dev.rewind.model.checkpoint.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythCheckpointTest {
    private static final Set<String> CLASS_TOKEN = Set.of("cls_token", "pos_embed_class");
    private static final String CFG = "MVIT:\n  CLS_EMBED_ON: true\n";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("REV_MVIT_B_16x4.pyth");
    }

    /** Files that torch 2.13 wrote: of a layer, an optimizer, and tensors of every kind that it can keep. */
    @ParameterizedTest
    @ValueSource(strings = {"torch-zip.pyth", "torch-zip-protocol-4.pyth", "torch-legacy.pyth"})
    void readsWhatTorchWrote(String name) throws IOException {
        try (InputStream in = PythCheckpointTest.class.getResourceAsStream(name)) {
            Files.copy(in, file);
        }

        PythCheckpoint checkpoint = PythCheckpoint.read(file);

        assertThat(checkpoint.epoch()).isEqualTo(OptionalLong.of(199));
        assertThat(checkpoint.cfg()).contains("MODEL:\n  ARCH: mvit\n");
        Map<String, long[]> wanted = new LinkedHashMap<>(checkpoint.shapes());
        wanted.remove("num_batches_tracked");
        Map<String, Tensor> tensors = checkpoint.tensors(wanted, Set.of("num_batches_tracked"));
        assertThat(tensors.keySet())
                .containsExactly(
                        "weight",
                        "bias",
                        "transposed",
                        "slice",
                        "half",
                        "bfloat16",
                        "double",
                        "scalar",
                        "tied",
                        "parameter",
                        "empty");
        assertTensor(tensors.get("weight"), List.of(2L, 3L), -2.5f, -1.5f, -0.5f, 0.5f, 1.5f, 2.5f);
        assertTensor(tensors.get("bias"), List.of(2L), 0.5f, -0.5f);
        float[] transposed = new float[24];
        for (int i = 0; i < transposed.length; i++) {
            transposed[i] = i / 6 + 4 * (i / 2 % 3) + 12 * (i % 2);
        }
        assertTensor(tensors.get("transposed"), List.of(4L, 3L, 2L), transposed);
        assertTensor(tensors.get("slice"), List.of(2L, 4L), 4, 5, 6, 7, 16, 17, 18, 19);
        assertTensor(tensors.get("half"), List.of(3L), 1.5f, -2, 65504);
        assertTensor(tensors.get("bfloat16"), List.of(2L), 1.5f, -3.0040553e38f);
        assertTensor(tensors.get("double"), List.of(1L, 1L), 1.25f);
        assertTensor(tensors.get("scalar"), List.of(), 3);
        assertTensor(tensors.get("tied"), List.of(2L, 3L), -2.5f, -1.5f, -0.5f, 0.5f, 1.5f, 2.5f);
        assertTensor(tensors.get("parameter"), List.of(2L), 1, 1);
        assertTensor(tensors.get("empty"), List.of(0L, 3L));
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryPublishedTensorAndNothingOfTheOptimizer(PythFile format) throws Exception {
        Map<String, long[]> network = RevMViTB.shapes();
        format.write(file, published(network));
        long weights = Float.BYTES
                * network.values().stream().mapToLong(PythCheckpointTest::count).sum();
        assertThat(weights).isEqualTo(4 * 34_963_120);
        assertThat(Files.size(file)).isGreaterThan(3 * weights);

        List<Map<String, Tensor>> read = new ArrayList<>();
        long allocated = Allocation.of(() -> {
            PythCheckpoint checkpoint = PythCheckpoint.read(file);
            assertThat(checkpoint.epoch()).isEqualTo(OptionalLong.of(199));
            assertThat(checkpoint.cfg()).contains(CFG);
            read.add(checkpoint.tensors(network, CLASS_TOKEN));
        });

        assertThat(read.get(0).keySet()).containsExactlyElementsOf(network.keySet());
        read.get(0).forEach((name, tensor) -> {
            assertThat(tensor.shape()).as(name).isEqualTo(network.get(name));
            FloatBuffer values = tensor.values();
            assertThat(new float[] {values.get(0), values.get(values.limit() - 1)})
                    .as(name)
                    .containsExactly(value(name, 0), value(name, values.limit() - 1));
        });
        assertThat(allocated).isBetween(weights, weights + (64 << 20));
    }

    @ParameterizedTest
    @EnumSource
    void loadsNothingUnlessEveryTensorFits(PythFile format) throws IOException {
        Map<String, SavedTensor> state = new LinkedHashMap<>();
        // Its storage lies, which would be noticed if it were loaded.
        state.put("b", SavedTensor.of("0", new long[] {2}, 1).claiming(2));
        state.put("c", SavedTensor.of("1", new long[] {3}, 1, 2, 3));
        state.put("d", SavedTensor.of("2", new long[] {1, 1, 1}, 1));
        state.put("e", SavedTensor.of("3", new long[] {1}, 1));
        if (format == PythFile.LEGACY) {
            state.remove("b"); // whose size is in the way of what follows
        }
        format.write(file, Map.of("model_state", state));
        PythCheckpoint checkpoint = PythCheckpoint.read(file);
        Map<String, long[]> wanted = Map.of("a", new long[] {7}, "b", new long[] {2}, "c", new long[] {3, 1});

        assertThatThrownBy(() -> checkpoint.tensors(wanted, Set.of("e")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("cannot read the weights " + file + ": ")
                .hasMessageContainingAll(
                        "missing [a [7]",
                        "extra [d [1, 1, 1]]",
                        "misshapen [c [3] instead of [3, 1]]",
                        "none was loaded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model_state", "state_dict", "model"})
    void readsAStateOfAnyOfTheirNames(String key) throws IOException {
        PythFile.ZIP.write(file, Map.of("meta", Map.of("epoch", 3), key, state()));

        assertThat(PythCheckpoint.read(file).shapes()).containsOnlyKeys("a", "b");
    }

    @Test
    void readsABareStateDict() throws IOException {
        PythFile.ZIP.write(file, state());

        PythCheckpoint checkpoint = PythCheckpoint.read(file);

        assertThat(checkpoint.shapes()).containsOnlyKeys("a", "b");
        assertThat(checkpoint.epoch()).isEmpty();
        assertThat(checkpoint.cfg()).isEmpty();
    }

    @Test
    void saysWhatAFileWithoutAStateHolds() throws IOException {
        PythFile.ZIP.write(file, new LinkedHashMap<>(Map.of("epoch", 3)));

        assertRefused("it holds epoch, but none of model_state, state_dict, model");
    }

    @Test
    void refusesAStateWithAnythingButTensors() throws IOException {
        PythFile.ZIP.write(file, Map.of("model_state", Map.of("norm.eps", 1e-6)));

        assertRefused("'model_state' holds norm.eps, which is no tensor");
    }

    @Test
    void refusesAFileOfNoDict() throws IOException {
        PythFile.ZIP.write(file, List.of(1, 2));

        assertRefused("it holds no dict");
    }

    @Test
    void refusesIntegersThatANetworkWants() throws IOException {
        SavedTensor count = new SavedTensor("LongStorage", "0", 1, 0, new long[0], new long[0], ByteBuffer.allocate(8));
        PythFile.ZIP.write(file, Map.of("model_state", Map.of("num_batches_tracked", count)));
        PythCheckpoint checkpoint = PythCheckpoint.read(file);

        assertThatThrownBy(() -> checkpoint.tensors(checkpoint.shapes(), Set.of()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("tensor 'num_batches_tracked' holds integers (torch.LongStorage)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<!DOCTYPE html>", "version https://git-lfs.github.com/spec/v1", "PK"})
    void refusesWhatTorchNeverWrote(String content) throws IOException {
        Files.writeString(file, content);

        assertRefused("it is no checkpoint that torch.save wrote");
    }

    @Test
    void keepsControlCharactersOfTheFileFromTheTerminal() throws IOException {
        PythFile.ZIP.write(file, Map.of("model_state", Map.of("a\u001b[2J\n", 1)));

        assertThatThrownBy(() -> PythCheckpoint.read(file)).hasMessageContaining("holds a?[2J?, which");
    }

    private void assertRefused(String... reasons) {
        assertThatThrownBy(() -> PythCheckpoint.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("cannot read the weights " + file + ": ")
                .hasMessageContainingAll(reasons);
    }

    /** All that PySlowFast writes; the optimizer's moments are holes in the file. */
    private static Map<String, Object> published(Map<String, long[]> network) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("cls_token", SavedTensor.zeros("cls", new long[] {1, 1, 96}));
        state.put("pos_embed_class", SavedTensor.zeros("pos", new long[] {1, 1, 96}));
        Map<Integer, Object> moments = new LinkedHashMap<>();
        network.forEach((name, shape) -> {
            int index = moments.size();
            state.put(name, SavedTensor.of(String.valueOf(3 * index), shape, values(name, shape)));
            Map<String, Object> moment = new LinkedHashMap<>();
            moment.put("step", 480_000);
            moment.put("exp_avg", SavedTensor.zeros(String.valueOf(3 * index + 1), shape));
            moment.put("exp_avg_sq", SavedTensor.zeros(String.valueOf(3 * index + 2), shape));
            moments.put(index, moment);
        });
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("lr", 1.6e-3);
        group.put("betas", new Object[] {0.9, 0.999});
        group.put("amsgrad", false);
        group.put("foreach", null);
        group.put("params", List.copyOf(moments.keySet()));
        Map<String, Object> checkpoint = new LinkedHashMap<>();
        checkpoint.put("epoch", 199);
        checkpoint.put("model_state", state);
        checkpoint.put("optimizer_state", Map.of("state", moments, "param_groups", List.of(group)));
        checkpoint.put("cfg", CFG);
        checkpoint.put("scaler_state", Map.of("scale", 65536.0, "_growth_tracker", 1L << 40));
        return checkpoint;
    }

    private static float[] values(String name, long[] shape) {
        float[] values = new float[(int) count(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(name, i);
        }
        return values;
    }

    private static float value(String name, int index) {
        return (name.hashCode() % 1000 + index % 1000) / 64f;
    }

    private static long count(long[] shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    private static Map<String, SavedTensor> state() {
        Map<String, SavedTensor> state = new LinkedHashMap<>();
        state.put("b", SavedTensor.of("0", new long[] {2}, 1, 2));
        state.put("a", SavedTensor.of("1", new long[] {1}, 3));
        return state;
    }

    private static void assertTensor(Tensor tensor, List<Long> shape, float... values) {
        assertThat(tensor.shape()).containsExactly(shape.toArray(Long[]::new));
        float[] found = new float[tensor.values().remaining()];
        tensor.values().get(found);
        assertThat(found).containsExactly(values);
    }
}
