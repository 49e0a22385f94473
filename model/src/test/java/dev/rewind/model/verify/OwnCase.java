package dev.rewind.model.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Pass;
import dev.rewind.model.network.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** A golden case whose figures come from this very machine: a tiny Rev-MViT, run once, to be saved whole or damaged. */
final class OwnCase {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Shape INPUT = new Shape(2, 3, 4, 16, 16);
    private static final long[] LABELS = {2, 0};
    private static final String CONFIG =
            """
            {"reversible": true, "input_frames": 4, "input_hw": [16, 16], "patch_2d": false, "patch_kernel": [3, 7, 7],
             "patch_stride": [2, 4, 4], "patch_padding": [1, 3, 3], "embed_dim": 8, "depth": 2, "num_heads_first": 1,
             "mlp_ratio": 4.0, "qkv_bias": true, "separate_qkv": false, "cls_token": false, "sep_pos_embed": true,
             "dim_mul": [[1, 2.0]], "head_mul": [[1, 2.0]], "pool_kvq_kernel": [3, 3, 3],
             "pool_kv_stride_adaptive": [1, 2, 2], "pool_q_stride": [[1, 1, 2, 2]], "num_classes": 3,
             "rev": {"pre_q_fusion": "avg", "res_path": "conv", "respath_fuse": "concat"}}""";

    /** What stands in {@code config.json}, and the additional keys of {@code case.json}. */
    final ObjectNode description;

    final Map<String, NpzFile.Tensor> weights = new LinkedHashMap<>();
    final Map<String, NpzFile.Tensor> io = new LinkedHashMap<>();
    final Map<String, NpzFile.Tensor> gradients = new LinkedHashMap<>();

    /** Runs the network. */
    OwnCase() throws IOException {
        ObjectNode config = (ObjectNode) JSON.readTree(CONFIG);
        description = JSON.createObjectNode();
        description.set("config", config);
        description.set("labels", JSON.valueToTree(LABELS));
        Network network = Network.of(CaseConfig.read(new CaseNode("config", config)));
        try (NDManager manager = Torch.manager().newSubManager();
                NDScope scope = new NDScope();
                GradMode on = GradMode.on()) {
            Weights parameters = Weights.create(manager, network.shapes(), new FormulaValues());
            parameters.asMap().forEach((name, weight) -> weights.put(name, copy(weight)));
            parameters.asMap().values().forEach(weight -> weight.setRequiresGradient(true));
            NDArray input = manager.create(FormulaValues.input("input", INPUT), INPUT);
            io.put("input", copy(input));
            NDArray logits = network.forward(
                    parameters, Pass.serving(Kernels.plain()), input, (name, value) -> io.put(name, copy(value)));
            io.put("logits", copy(logits));
            NDArray chosen = manager.create(LABELS).oneHot(3);
            NDArray loss = logits.logSoftmax(1).mul(chosen).sum().div(manager.create(-2f));
            io.put("loss", copy(loss));
            JniUtils.backward((PtNDArray) loss, (PtNDArray) loss.onesLike(), false, false);
            parameters.asMap().forEach((name, weight) -> gradients.put(name, copy(weight.getGradient())));
        }
    }

    private static NpzFile.Tensor copy(NDArray array) {
        return new NpzFile.Tensor(array.getShape().getShape(), array.toFloatArray());
    }

    /** Saves every tensor, as small cases do. */
    Path saveTensors(Path folder) throws IOException {
        ObjectNode listed = description.putObject("tensors").putObject("weights.npz");
        weights.forEach((name, tensor) -> listed.set(name, JSON.valueToTree(tensor.shape())));
        Files.createDirectories(folder);
        NpzFile.write(folder.resolve("weights.npz"), weights);
        NpzFile.write(folder.resolve("io.npz"), io);
        NpzFile.write(folder.resolve("grads_f64.npz"), gradients);
        JSON.writeValue(folder.resolve("config.json").toFile(), description);
        return folder;
    }

    /** Fills the description with statistics of every tensor, as full-size cases do; {@link #saveDescription} saves it. */
    OwnCase withStatistics() {
        description.set("input_shape", JSON.valueToTree(INPUT.getShape()));
        ArrayNode listed = description.putArray("state_dict");
        weights.forEach(
                (name, tensor) -> listed.addObject().put("name", name).set("shape", JSON.valueToTree(tensor.shape())));
        ObjectNode stats = description.putObject("stats");
        io.forEach((name, tensor) -> stats.set(name, statistics(tensor.values())));
        ObjectNode gradientStats = description.putObject("grads_vanilla");
        gradients.forEach((name, tensor) -> gradientStats.set(name, gradientStatistics(tensor.values())));
        float[] logits = io.get("logits").values();
        description
                .putArray("logits")
                .add(JSON.valueToTree(Arrays.copyOfRange(logits, 0, 3)))
                .add(JSON.valueToTree(Arrays.copyOfRange(logits, 3, 6)));
        description.put("loss_vanilla", io.get("loss").values()[0]);
        return this;
    }

    Path saveDescription(Path folder) throws IOException {
        Files.createDirectories(folder);
        JSON.writeValue(folder.resolve("case.json").toFile(), description);
        return folder;
    }

    private static ObjectNode statistics(float[] values) {
        double mean = sum(values, x -> x) / values.length;
        ObjectNode stats = JSON.createObjectNode();
        stats.put("mean", mean);
        stats.put("std", Math.sqrt(sum(values, x -> (x - mean) * (x - mean)) / values.length));
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        stats.put("min", sorted[0]);
        stats.put("max", sorted[sorted.length - 1]);
        stats.set("first16", JSON.valueToTree(Arrays.copyOf(values, Math.min(16, values.length))));
        stats.set("last4", JSON.valueToTree(Arrays.copyOfRange(values, Math.max(0, values.length - 4), values.length)));
        return stats;
    }

    private static ObjectNode gradientStatistics(float[] values) {
        ObjectNode stats = JSON.createObjectNode();
        stats.put("l2", Math.sqrt(sum(values, x -> x * x)));
        stats.put("abs_sum", sum(values, Math::abs));
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        stats.put("max_abs", largest);
        stats.set("first4", JSON.valueToTree(Arrays.copyOf(values, Math.min(4, values.length))));
        return stats;
    }

    private static double sum(float[] values, DoubleUnaryOperator of) {
        double sum = 0;
        for (float value : values) {
            sum += of.applyAsDouble(value);
        }
        return sum;
    }
}
