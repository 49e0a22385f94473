package dev.rewind.model.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.network.Backpropagation;
import dev.rewind.model.network.Backpropagation.Mode;
import dev.rewind.model.network.Gradients;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Pass;
import dev.rewind.model.network.Weights;
import dev.rewind.model.verify.CaseReport.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs golden cases on this machine: every activation without gradients, as in serving, then loss and gradients, as in
 * training.
 */
public final class Verification {
    private final NDManager device;
    private final Kernels kernels;
    private final Mode mode;

    /**
     * @param device a manager of the device to run on
     * @param mode how the gradients of reversible networks are computed; those of others always the ordinary way
     */
    public Verification(NDManager device, Kernels kernels, Mode mode) {
        this.device = device;
        this.kernels = kernels;
        this.mode = mode;
    }

    /**
     * Every case in or below some folders.
     *
     * @throws IllegalArgumentException if a folder is none, or holds no case
     */
    public static List<Path> cases(List<Path> folders) {
        Set<Path> cases = new LinkedHashSet<>();
        for (Path folder : folders) {
            List<Path> found = Files.isDirectory(folder) ? GoldenCase.below(folder) : List.of();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("there is no golden case in or below " + folder
                        + "; give folders that hold a config.json or a case.json");
            }
            cases.addAll(found);
        }
        return List.copyOf(cases);
    }

    /** Runs one case; whatever goes wrong with it stands in the report. */
    public CaseReport run(Path folder) {
        String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName()); // none at the very root
        try (NDManager manager = device.newSubManager();
                NDScope scope = new NDScope()) {
            GoldenCase golden = GoldenCase.read(folder);
            Network network = golden.network();
            NDArray input = golden.input(manager);
            long[] labels =
                    golden.labels(input.getShape().get(0), network.config().classes());
            Expectation expected = golden.expectation();
            Weights weights = golden.weights(manager, network);
            Map<Part, List<Deviation>> found = new EnumMap<>(Part.class);
            forward(network, weights, input, expected, found);
            backward(network, weights, input, labels, expected, found);
            return CaseReport.of(name, found);
        } catch (CaseException | IllegalArgumentException e) {
            return CaseReport.failed(name, firstLine(e));
        } catch (RuntimeException | OutOfMemoryError e) {
            // A case comes from anywhere: one that breaks something must not hide how the others went.
            return CaseReport.failed(name, "it cannot be run: " + e.getClass().getSimpleName() + ": " + firstLine(e));
        }
    }

    private static String firstLine(Throwable problem) {
        return String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
    }

    private void forward(
            Network network, Weights weights, NDArray input, Expectation expected, Map<Part, List<Deviation>> found) {
        try (GradMode off = GradMode.off()) {
            NDArray logits = network.forward(weights, Pass.serving(kernels), input, (name, activation) -> {
                try (NDScope scope = new NDScope()) {
                    note(found, partOf(name), expected.activation(name, activation));
                }
            });
            note(found, Part.LOGITS, expected.logits(logits));
        }
    }

    private void backward(
            Network network,
            Weights weights,
            NDArray input,
            long[] labels,
            Expectation expected,
            Map<Part, List<Deviation>> found) {
        Mode way = mode == Mode.REVERSIBLE ? Backpropagation.usual(network.config()) : mode;
        // A walk ends at the stem's parameters: nothing before them learns.
        boolean ofInput = way == Mode.ORDINARY && expected.gradients().contains("__input__");
        input.setRequiresGradient(ofInput);
        try (Gradients gradients = new Gradients(weights);
                GradMode off = GradMode.off()) {
            float loss = Backpropagation.of(way, network)
                    .run(gradients, Pass.serving(kernels), input, logits -> crossEntropy(logits, labels))
                    .loss();
            note(found, Part.LOSS, expected.loss(loss));
            if (ofInput) {
                note(found, Part.GRADIENTS, expected.gradient("__input__", input.getGradient()));
            }
            weights.asMap()
                    .keySet()
                    .forEach(name -> note(found, Part.GRADIENTS, expected.gradient(name, gradients.get(name))));
        }
    }

    /** The mean over the batch of -log softmax(logits)[label]. */
    private static NDArray crossEntropy(NDArray logits, long[] labels) {
        NDArray chosen = logits.getManager()
                .create(labels, new Shape(labels.length))
                .oneHot(Math.toIntExact(logits.getShape().get(1)));
        return logits.logSoftmax(1).mul(chosen).sum(new int[] {1}).mean().neg();
    }

    private static Part partOf(String activation) {
        if (activation.equals("stem")) {
            return Part.STEM;
        }
        return activation.startsWith("block") ? Part.BLOCKS : Part.HEAD;
    }

    private static void note(Map<Part, List<Deviation>> found, Part part, Deviation deviation) {
        found.computeIfAbsent(part, key -> new ArrayList<>()).add(deviation);
    }
}
