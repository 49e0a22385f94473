package dev.rewind.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.kernels.Thw;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small networks against every activation and every gradient that the published code gave. */
class RevMViTGoldenTest {
    private static final double TOLERANCE = 1e-4;

    static Stream<Arguments> cases() {
        return Stream.of("revmvit_tiny", "revmvit_tiny_s2", "revmvit_tiny_qkvbias")
                .flatMap(name -> Stream.of(
                        Arguments.of(name, "plain", Kernels.plain()), Arguments.of(name, "fast", Kernels.fast())));
    }

    @ParameterizedTest(name = "{0} with {1} kernels")
    @MethodSource("cases")
    void givesThePublishedActivationsAndLogits(String name, String kind, Kernels kernels) throws IOException {
        Path folder = folderOf(name);
        try (NDManager manager = Torch.manager().newSubManager();
                GradMode off = GradMode.off()) {
            RevMViT network = network(folder);
            Weights weights = weights(manager, network, folder);
            Map<String, NDArray> golden = read(manager, folder.resolve("io.npz"));
            List<String> compared = new ArrayList<>();

            NDArray logits =
                    network.forward(weights, Pass.serving(kernels), golden.get("input"), (what, activation) -> {
                        compared.add(what);
                        double largest = golden.get(what).abs().max().getFloat();
                        assertClose(activation, golden.get(what), TOLERANCE * largest, what);
                    });

            assertClose(logits, golden.get("logits"), TOLERANCE, "logits");
            assertThat(golden.keySet())
                    .containsAll(compared)
                    .hasSize(compared.size()
                            + List.of("input", "labels", "logits", "logits_f64", "loss")
                                    .size());
        }
    }

    @ParameterizedTest(name = "{0} with {1} kernels")
    @MethodSource("cases")
    void givesThePublishedLossAndGradients(String name, String kind, Kernels kernels) throws IOException {
        Path folder = folderOf(name);
        try (NDManager manager = Torch.manager().newSubManager();
                GradMode on = GradMode.on();
                NDScope scope = new NDScope()) {
            RevMViT network = network(folder);
            Weights weights = weights(manager, network, folder);
            weights.asMap().values().forEach(weight -> weight.setRequiresGradient(true));
            Map<String, NDArray> io = read(manager, folder.resolve("io.npz"));

            NDArray logits = network.forward(weights, Pass.serving(kernels), io.get("input"));
            NDArray loss = crossEntropy(logits, io.get("labels"));
            JniUtils.backward((PtNDArray) loss, (PtNDArray) loss.onesLike(), false, false);

            assertThat((double) loss.getFloat()).isCloseTo(io.get("loss").getFloat(), within(TOLERANCE));
            Map<String, NDArray> golden = fused(read(manager, folder.resolve("grads_f64.npz")));
            golden.remove("__input__");
            assertThat(golden.keySet()).isEqualTo(weights.asMap().keySet());
            golden.forEach((parameter, gradient) -> assertClose(
                    weights.get(parameter).getGradient(),
                    gradient,
                    // Softmax ignores what is added to all keys alike: this gradient is zero but for rounding.
                    parameter.endsWith("norm_k.bias")
                            ? 1e-6
                            : TOLERANCE * gradient.abs().max().getFloat(),
                    "gradient of " + parameter));
        }
    }

    private static NDArray crossEntropy(NDArray logits, NDArray labels) {
        NDArray chosen = labels.toType(DataType.INT64, false)
                .oneHot(Math.toIntExact(logits.getShape().get(1)));
        return logits.logSoftmax(1).mul(chosen).sum(new int[] {1}).mean().neg();
    }

    private static void assertClose(NDArray actual, NDArray expected, double tolerance, String what) {
        assertThat(actual.getShape()).as("shape of %s", what).isEqualTo(expected.getShape());
        assertThat((double) actual.sub(expected).abs().max().getFloat())
                .as("largest error of %s", what)
                .isLessThanOrEqualTo(tolerance); // NaN is not
    }

    private static Path folderOf(String name) {
        String shared = System.getProperty("rewind.shared", "");
        Path folder = Path.of(shared, "golden", "small", name);
        assumeTrue(
                Files.isDirectory(folder),
                "the published figures are not on this machine: system property rewind.shared is '" + shared + "'");
        return folder;
    }

    /** The case with biases keeps query, key and value apart; their rows in that order are the one projection here. */
    private static Map<String, NDArray> fused(Map<String, NDArray> separate) {
        Map<String, NDArray> fused = new LinkedHashMap<>();
        separate.forEach((name, query) -> {
            if (name.contains(".attn.q.")) {
                NDArray key = separate.get(name.replace(".attn.q.", ".attn.k."));
                NDArray value = separate.get(name.replace(".attn.q.", ".attn.v."));
                fused.put(
                        name.replace(".attn.q.", ".attn.qkv."),
                        query.concat(key).concat(value));
            } else if (!name.contains(".attn.k.") && !name.contains(".attn.v.")) {
                fused.put(name, query);
            }
        });
        return fused;
    }

    /** Loads by name, all and nothing else. */
    private static Weights weights(NDManager manager, RevMViT network, Path folder) throws IOException {
        Map<String, NDArray> published = fused(read(manager, folder.resolve("weights.npz")));
        Map<String, Shape> shapes = new LinkedHashMap<>();
        published.forEach((name, array) -> shapes.put(name, array.getShape()));
        assertThat(network.shapes()).isEqualTo(shapes);
        return Weights.create(
                manager,
                network.shapes(),
                (name, shape) -> FloatBuffer.wrap(published.get(name).toFloatArray()));
    }

    private static Map<String, NDArray> read(NDManager manager, Path npz) throws IOException {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(npz)) {
            NDList.decode(manager, in).forEach(array -> arrays.put(array.getName(), array));
        }
        return arrays;
    }

    private static RevMViT network(Path folder) throws IOException {
        JsonNode config = new ObjectMapper()
                .readTree(folder.resolve("config.json").toFile())
                .get("config");
        List<Integer> transitions = new ArrayList<>();
        config.get("dim_mul").forEach(entry -> transitions.add(entry.get(0).asInt()));
        JsonNode size = config.get("input_hw");
        return new RevMViT(new RevMViTConfig(
                new Thw(
                        config.get("input_frames").asInt(),
                        size.get(0).asInt(),
                        size.get(1).asInt()),
                thw(config.get("patch_kernel")),
                thw(config.get("patch_stride")),
                config.get("embed_dim").asInt(),
                config.get("num_heads_first").asInt(),
                config.get("depth").asInt(),
                transitions,
                thw(config.get("pool_kvq_kernel")),
                thw(config.get("pool_kv_stride_adaptive")),
                config.get("qkv_bias").asBoolean(),
                config.get("num_classes").asInt(),
                config.get("drop_path").asDouble(),
                config.get("dropout").asDouble()));
    }

    private static Thw thw(JsonNode sizes) {
        return new Thw(sizes.get(0).asInt(), sizes.get(1).asInt(), sizes.get(2).asInt());
    }
}
