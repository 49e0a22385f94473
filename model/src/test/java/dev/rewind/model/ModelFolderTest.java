package dev.rewind.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.model.checkpoint.Safetensors;
import dev.rewind.model.checkpoint.Tensor;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.network.Initializer;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Weights;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {
    @TempDir
    Path parent;

    private final ModelManifest manifest = SmallModel.manifest();
    private NDManager manager;
    private Path directory;
    private ModelFolder folder;

    @BeforeEach
    void writeModel() {
        manager = Torch.manager().newSubManager();
        directory = parent.resolve("a model");
        folder = new ModelFolder(directory);
        try (Weights weights = SmallModel.weights(manager)) {
            folder.write(weights, manifest);
        }
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void readsBackWhatItWrote() throws Exception {
        ModelManifest read = folder.manifest();

        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(folder.weightsFile())));
        assertThat(read).isEqualTo(manifest.withSha256(hash));
        try (Weights written = SmallModel.weights(manager);
                Weights loaded = folder.weights(manager, read)) {
            assertThat(loaded.asMap().keySet()).isEqualTo(written.asMap().keySet());
            written.asMap()
                    .forEach((name, array) ->
                            assertThat(loaded.get(name).toFloatArray()).as(name).isEqualTo(array.toFloatArray()));
        }
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("manifest.json", "model.safetensors");
        }
    }

    @Test
    void writesAManifestThatAPersonCanRead() throws IOException {
        assertThat(Files.readString(directory.resolve("manifest.json")).replace("\r\n", "\n"))
                .isEqualTo(
                        """
                        {
                          "version" : "small-1",
                          "sha256" : "%s",
                          "preset" : "small",
                          "network" : {
                            "input" : [ 4, 16, 16 ],
                            "patch" : {
                              "kernel" : [ 3, 7, 7 ],
                              "stride" : [ 2, 4, 4 ],
                              "padding" : [ 1, 3, 3 ],
                              "image" : false
                            },
                            "embedDim" : 64,
                            "heads" : 1,
                            "depth" : 3,
                            "mlpRatio" : 4.0,
                            "projection" : {
                              "separate" : false,
                              "bias" : true
                            },
                            "position" : "SEPARABLE",
                            "classToken" : false,
                            "pooling" : {
                              "kernel" : [ 3, 3, 3 ],
                              "kvStride" : [ 1, 2, 2 ]
                            },
                            "transitions" : [ {
                              "layer" : 1,
                              "stride" : [ 1, 2, 2 ],
                              "dimMul" : 2,
                              "headMul" : 2
                            } ],
                            "reversible" : {
                              "fusion" : "avg",
                              "residual" : "CONV",
                              "end" : "concat"
                            },
                            "meanFirst" : false,
                            "classes" : 3,
                            "dropPath" : 0.05,
                            "dropout" : 0.1
                          },
                          "clip" : {
                            "frames" : 4,
                            "height" : 16,
                            "width" : 16,
                            "period" : "PT0.2S",
                            "sampling" : "PERIOD",
                            "pixels" : "RGB"
                          },
                          "classes" : [ "jump", "run", "wave hand" ],
                          "created" : "2026-02-03T04:05:06Z",
                          "parent" : null,
                          "metrics" : {
                            "loss" : 0.25,
                            "top1" : 0.875
                          }
                        }"""
                                .formatted(folder.manifest().sha256()));
    }

    @Test
    void readsManifestsThatSayMore() throws IOException {
        editManifest(json -> {
            json.put("note", "from a later version");
            json.withObject("/network").put("novelty", 7);
        });

        assertThat(folder.manifest().version()).isEqualTo("small-1");
    }

    @Test
    void saysThatThereIsNoModel() throws IOException {
        Files.delete(directory.resolve("manifest.json"));

        assertRefused("it has no manifest.json; give a folder that");
    }

    @Test
    void saysThatTheWeightsAreMissing() throws IOException {
        Files.delete(folder.weightsFile());

        assertRefused("it has no model.safetensors; copy the whole folder again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "{\"version\": ", "[]", "{}", "null", "{\"version\": {}}"})
    void refusesAManifestThatIsGarbage(String content) throws IOException {
        Files.writeString(directory.resolve("manifest.json"), content);

        assertRefused("manifest.json cannot be read", "copy the folder again or train anew");
    }

    @Test
    void namesWhatAManifestLacks() throws IOException {
        editManifest(json -> json.withObject("/network/projection").remove("bias"));

        assertRefused("network.projection", "bias");
    }

    @Test
    void namesTheFieldThatIsWrong() throws IOException {
        editManifest(json -> json.withObject("/clip").put("sampling", "SOMETIMES"));

        assertRefused("clip.sampling: ", "SOMETIMES", "PERIOD, WHOLE");
    }

    @Test
    void refusesOtherClassesThanTheNetworkHas() throws IOException {
        editManifest(json -> json.withArray("/classes").add("one too many"));

        assertRefused("manifest.json cannot be read: model small-1 names 4 classes, but its network has 3");
    }

    @Test
    void refusesOtherClipsThanTheNetworkTakes() throws IOException {
        editManifest(json -> json.withObject("/clip").put("frames", 8));

        assertRefused("model small-1 takes clips of 8 x 16 x 16, but its network takes 4 x 16 x 16");
    }

    @Test
    void refusesWeightsWithASingleBitChanged() throws IOException {
        byte[] bytes = Files.readAllBytes(folder.weightsFile());
        bytes[bytes.length - 3] ^= 1;
        Files.write(folder.weightsFile(), bytes);

        assertRefused("the SHA-256 of model.safetensors is", "copy the whole folder again");
    }

    @Test
    void refusesWeightsThatAreCutOff() throws IOException {
        Path file = folder.weightsFile();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 4));
        editManifest(json -> json.put("sha256", sha256(file)));

        assertRefused("cut off", "copy the whole folder again");
    }

    @Test
    void namesTheTensorsThatDoNotFit() throws IOException {
        editWeights(tensors -> {
            tensors.remove("norm.bias");
            tensors.put("head.extra", new Tensor(new long[] {1}, FloatBuffer.allocate(1)));
            tensors.put("norm.weight", new Tensor(new long[] {4, 64}, FloatBuffer.allocate(256)));
        });

        assertRefused(
                "missing [norm.bias [256]], extra [head.extra [1]], misshapen [norm.weight [4, 64] instead of [256]]");
    }

    @Test
    void namesOnlySomeOfManyTensors() throws IOException {
        editManifest(json -> json.withObject("/network").put("depth", 4));

        assertRefused("missing [rev_backbone.layers.3.", ", and ", " more], extra [], misshapen []");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void neverServesADivergedModel(float value) throws IOException {
        editWeights(tensors -> {
            float[] values = new float[256];
            values[31] = value;
            tensors.put("norm.bias", new Tensor(new long[] {256}, FloatBuffer.wrap(values)));
        });

        assertRefused("tensor 'norm.bias' holds " + value + " at 31; its training diverged");
    }

    @Test
    void neverServesAHalfReplacedModel() {
        Path other = parent.resolve("other");
        try (Weights weights =
                Weights.create(manager, Network.of(manifest.network()).shapes(), new Initializer(2))) {
            new ModelFolder(other).write(weights, manifest);
        }
        assertThat(new ModelFolder(other)
                        .weightsFile()
                        .toFile()
                        .renameTo(folder.weightsFile().toFile()))
                .isTrue();

        assertRefused("the SHA-256 of model.safetensors is");
    }

    /** One line that begins with the folder. */
    private void assertRefused(String... parts) {
        AbstractThrowableAssert<?, ?> refusal = assertThatThrownBy(
                        () -> folder.weights(manager, folder.manifest()).close())
                .isInstanceOf(ModelLoadException.class)
                .hasMessageStartingWith("cannot load the model " + directory + ": ")
                .hasMessageContainingAll(parts);
        refusal.message().doesNotContain("\n").hasSizeLessThan(700);
    }

    private void editManifest(Consumer<ObjectNode> edit) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Path file = directory.resolve("manifest.json");
        ObjectNode json = (ObjectNode) mapper.readTree(file.toFile());
        edit.accept(json);
        mapper.writeValue(file.toFile(), json);
    }

    /** Writes other weights, and their hash into the manifest. */
    private void editWeights(Consumer<Map<String, Tensor>> edit) throws IOException {
        Path file = folder.weightsFile();
        Map<String, Tensor> tensors = new LinkedHashMap<>(Safetensors.read(file));
        edit.accept(tensors);
        Safetensors.write(file, tensors);
        editManifest(json -> json.put("sha256", sha256(file)));
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
