package dev.rewind.model.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One case: a network, its weights, its input and what the published code made of them. Small cases save every tensor
 * ({@code config.json} beside {@code weights.npz}, {@code io.npz}, {@code grads_f64.npz}); full-size ones save statistics
 * ({@code case.json}) and take weights and input from a formula.
 */
final class GoldenCase {
    private static final List<String> DESCRIPTIONS = List.of("config.json", "case.json");

    private final Path folder;
    private final JsonNode description;

    private GoldenCase(Path folder, JsonNode description) {
        this.folder = folder;
        this.description = description;
    }

    /** The folders of all cases in or below a folder, sorted. */
    static List<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> DESCRIPTIONS.contains(file.getFileName().toString()))
                    .map(Path::getParent)
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CaseException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads the description of a case.
     *
     * @throws CaseException if it is none
     */
    static GoldenCase read(Path folder) {
        for (String name : DESCRIPTIONS) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                try {
                    return new GoldenCase(folder, new ObjectMapper().readTree(file.toFile()));
                } catch (IOException e) {
                    throw new CaseException(name + " cannot be read: " + e.getMessage(), e);
                }
            }
        }
        throw new CaseException("it has none of " + DESCRIPTIONS);
    }

    /** The network, which must declare exactly the tensors of the case. */
    Network network() {
        JsonNode config = description.path("config");
        if (!config.isObject()) {
            throw new CaseException("it has no 'config'");
        }
        Network network = Network.of(CaseConfig.read(config));
        Map<String, String> wanted = publishedShapes();
        Map<String, String> declared = new LinkedHashMap<>();
        network.shapes().forEach((name, shape) -> declared.put(name, compact(shape.toString())));
        if (!declared.equals(wanted)) {
            throw new CaseException("its tensors are not those of the network that its config describes: "
                    + difference("missing here", wanted, declared) + difference("not in the case", declared, wanted));
        }
        return network;
    }

    /** Name and shape of each parameter, as the case lists them. */
    private Map<String, String> publishedShapes() {
        Map<String, String> shapes = new LinkedHashMap<>();
        description
                .path("state_dict")
                .forEach(entry -> shapes.put(
                        entry.get("name").asText(), compact(entry.get("shape").toString())));
        description
                .path("tensors")
                .path("weights.npz")
                .fields()
                .forEachRemaining(entry ->
                        shapes.put(entry.getKey(), compact(entry.getValue().toString())));
        return shapes;
    }

    private static String difference(String title, Map<String, String> these, Map<String, String> those) {
        TreeSet<String> only = these.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(those.get(entry.getKey())))
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.toCollection(TreeSet::new));
        return only.isEmpty() ? "" : title + " " + only + " ";
    }

    /** DJL writes (1, 3), JSON [1,3]. */
    private static String compact(String shape) {
        return shape.replaceAll("[^0-9,]", "").replaceAll(",$", "");
    }

    /** The weights, from their file or by the formula. */
    Weights weights(NDManager manager, Network network) {
        Path file = folder.resolve("weights.npz");
        if (!Files.isRegularFile(file)) {
            String salt = description.path("formula").path("salt").asText("");
            return Weights.create(manager, network.shapes(), new FormulaValues(salt));
        }
        try (NDManager cpu = Npz.manager()) {
            Map<String, NDArray> arrays = Npz.read(cpu, file);
            return Weights.create(manager, network.shapes(), (name, shape) -> Npz.values(arrays, name, shape));
        }
    }

    /** The input, from its file or by the formula. */
    NDArray input(NDManager manager) {
        if (hasTensors()) {
            return Npz.read(manager, folder.resolve("io.npz")).get("input");
        }
        List<Long> axes = new ArrayList<>();
        description.path("input_shape").forEach(axis -> axes.add(axis.asLong()));
        if (axes.isEmpty()) {
            throw new CaseException("it has neither io.npz nor an 'input_shape'");
        }
        Shape shape = new Shape(axes);
        String name = description.path("formula").path("input_name").asText("input");
        return manager.create(FormulaValues.input(name, shape), shape);
    }

    /** The class of each sample. */
    long[] labels() {
        JsonNode labels = description.path("labels");
        long[] values = new long[labels.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = labels.get(i).asLong();
        }
        return values;
    }

    /** What the published code made of it. */
    Expectation expectation(NDManager manager) {
        return hasTensors() ? new SavedTensors(folder, manager) : new SavedStatistics(description);
    }

    private boolean hasTensors() {
        return Files.isRegularFile(folder.resolve("io.npz"));
    }
}
