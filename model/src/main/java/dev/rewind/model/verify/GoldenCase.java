package dev.rewind.model.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private static final String WEIGHTS = "weights.npz";
    private static final int LONGEST_AXIS = 100_000;
    private static final long LARGEST_INPUT = 1L << 28; // values; a gigabyte
    private static final int NAMED = 3;

    private final Path folder;
    private final CaseNode description;

    private GoldenCase(Path folder, CaseNode description) {
        this.folder = folder;
        this.description = description;
    }

    /**
     * The folders of all cases in or below a folder, sorted.
     *
     * @throws CaseException if the folder cannot be listed
     */
    static List<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder.toRealPath())) {
            return files.filter(file -> DESCRIPTIONS.contains(String.valueOf(file.getFileName())))
                    .map(Path::getParent)
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
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
            if (Files.exists(file)) {
                try {
                    return new GoldenCase(folder, new CaseNode("", new ObjectMapper().readTree(file.toFile())));
                } catch (IOException e) {
                    throw new CaseException(name + " cannot be read: " + e.getMessage(), e);
                }
            }
        }
        throw new CaseException("it has none of " + DESCRIPTIONS);
    }

    /** The network, which must declare exactly the tensors of the case. */
    Network network() {
        Network network = Network.of(CaseConfig.read(description.get("config")));
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
        if (description.has("state_dict")) {
            for (CaseNode entry : description.get("state_dict").items()) {
                shapes.put(
                        entry.get("name").text(),
                        compact(entry.get("shape").value().toString()));
            }
        } else {
            CaseNode weights = description.get("tensors").get(WEIGHTS);
            weights.keys()
                    .forEach(name ->
                            shapes.put(name, compact(weights.get(name).value().toString())));
        }
        return shapes;
    }

    private static String difference(String title, Map<String, String> these, Map<String, String> those) {
        TreeSet<String> only = these.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(those.get(entry.getKey())))
                .map(entry -> entry.getKey() + " [" + entry.getValue() + "]")
                .collect(Collectors.toCollection(TreeSet::new));
        String more = only.size() > NAMED ? " and " + (only.size() - NAMED) + " more" : "";
        return only.isEmpty()
                ? ""
                : title + " " + only.stream().limit(NAMED).collect(Collectors.joining(", ")) + more + "; ";
    }

    /** DJL writes (1, 3), JSON [1,3]. */
    private static String compact(String shape) {
        return shape.replaceAll("[^0-9,]", "").replaceAll(",$", "");
    }

    /** The weights, from their file or by the formula. */
    Weights weights(NDManager manager, Network network) {
        Path file = folder.resolve(WEIGHTS);
        if (!Files.isRegularFile(file)) {
            String salt = fromFormula("salt").orElse("");
            return Weights.create(manager, network.shapes(), new FormulaValues(salt));
        }
        Map<String, Npz.Tensor> tensors = Npz.read(file);
        return Weights.create(manager, network.shapes(), (name, shape) -> {
            Npz.Tensor tensor = tensors.get(name);
            if (tensor == null || !tensor.shape().equals(shape)) {
                throw new CaseException(WEIGHTS + " has " + (tensor == null ? "no" : tensor.shape() + " for") + " '"
                        + name + "', which should be " + shape);
            }
            return tensor.values().duplicate();
        });
    }

    /** The input, from its file or by the formula. */
    NDArray input(NDManager manager) {
        if (hasTensors()) {
            Npz.Tensor input = Npz.read(folder.resolve("io.npz")).get("input");
            if (input == null) {
                throw new CaseException("io.npz has no 'input'");
            }
            requireBatch(input.shape());
            return input.on(manager);
        }
        Shape shape = new Shape(description.get("input_shape").items().stream()
                .mapToLong(axis -> axis.upTo(LONGEST_AXIS))
                .toArray());
        requireBatch(shape);
        String name = fromFormula("input_name").orElse("input");
        return manager.create(FormulaValues.input(name, shape), shape);
    }

    private static void requireBatch(Shape shape) {
        int axes = shape.dimension();
        if (axes < 4 || axes > 5 || shape.size() < 1 || shape.size() > LARGEST_INPUT) {
            throw new CaseException(
                    "its input should be clips [B, 3, T, H, W] or images [B, 3, H, W], but is " + shape);
        }
    }

    private Optional<String> fromFormula(String key) {
        return description.has("formula") && description.get("formula").has(key)
                ? Optional.of(description.get("formula").get(key).text())
                : Optional.empty();
    }

    /**
     * The class of each sample.
     *
     * @param batch how many samples there are
     * @param classes how many classes there are
     */
    long[] labels(long batch, int classes) {
        List<CaseNode> labels = description.get("labels").items();
        if (labels.size() != batch) {
            throw new CaseException("it has " + batch + " samples, but " + labels.size() + " labels");
        }
        return labels.stream().mapToLong(label -> label.upTo(classes - 1)).toArray();
    }

    /** What the published code made of it. */
    Expectation expectation() {
        return hasTensors() ? new SavedTensors(folder) : new SavedStatistics(description);
    }

    private boolean hasTensors() {
        return Files.isRegularFile(folder.resolve("io.npz"));
    }
}
