package dev.rewind.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.rewind.model.checkpoint.CheckpointException;
import dev.rewind.model.checkpoint.Fit;
import dev.rewind.model.checkpoint.Safetensors;
import dev.rewind.model.checkpoint.Sha256;
import dev.rewind.model.checkpoint.Tensor;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A model on disk: {@code model.safetensors}, and {@code manifest.json} that names its SHA-256. The manifest is written
 * last and moved in place, so that a folder with a manifest is whole.
 */
public final class ModelFolder {
    private static final String WEIGHTS = "model.safetensors";
    private static final String MANIFEST = "manifest.json";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES) // a forgotten flag would read as false
            .enable(SerializationFeature.INDENT_OUTPUT)
            .withConfigOverride(
                    Thw.class, thw -> thw.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.ARRAY))) // [16, 64, 64]
            .build();
    private static final int NAMED = 3; // of tensors that may be hundreds

    private final Path directory;

    public ModelFolder(Path directory) {
        this.directory = directory;
    }

    /** The weights file. */
    public Path weightsFile() {
        return directory.resolve(WEIGHTS);
    }

    /** The manifest's file. */
    public Path manifestFile() {
        return directory.resolve(MANIFEST);
    }

    /**
     * Reads the manifest.
     *
     * @throws ModelLoadException if there is none, or it is not what it should be
     */
    public ModelManifest manifest() {
        Path file = manifestFile();
        if (!Files.isRegularFile(file)) {
            throw new ModelLoadException(
                    directory, "it has no " + MANIFEST + "; give a folder that `rewind train --out` wrote", null);
        }
        try {
            ModelManifest manifest = JSON.readValue(file.toFile(), ModelManifest.class);
            if (manifest == null) {
                throw unreadable("it holds null", null);
            }
            return manifest;
        } catch (JsonMappingException e) {
            String where = e.getPath().stream()
                    .map(step -> String.valueOf(step.getFieldName()))
                    .collect(Collectors.joining("."));
            // What a record refuses reads best in its own words.
            String problem = e.getCause() instanceof IllegalArgumentException refusal
                    ? refusal.getMessage()
                    : e.getOriginalMessage();
            throw unreadable((where.isEmpty() ? "" : where + ": ") + problem, e);
        } catch (JsonProcessingException e) {
            throw unreadable("it is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw unreadable(e.toString(), e);
        }
    }

    /**
     * Loads the weights, as strictly as {@link #tensors}.
     *
     * @throws ModelLoadException as {@link #tensors} does
     */
    public Weights weights(NDManager parent, ModelManifest manifest) {
        Map<String, Tensor> tensors = tensors(manifest);
        Map<String, Shape> shapes = Network.of(manifest.network()).shapes();
        return Weights.create(parent, shapes, (name, shape) -> tensors.get(name).values());
    }

    /**
     * Reads the weights, strictly: every tensor of the network must be there in its shape, all of it finite, and no other.
     *
     * @throws ModelLoadException if the file is missing, damaged, not the one the manifest names, of another network, or
     *     of a training that diverged
     */
    public Map<String, Tensor> tensors(ModelManifest manifest) {
        Path file = weightsFile();
        if (!Files.isRegularFile(file)) {
            throw new ModelLoadException(directory, "it has no " + WEIGHTS + "; copy the whole folder again", null);
        }
        try {
            String found = Sha256.of(file);
            if (!found.equals(manifest.sha256())) {
                throw new ModelLoadException(
                        directory,
                        "the SHA-256 of " + WEIGHTS + " is " + found + ", but the manifest names " + manifest.sha256()
                                + "; the file is damaged or of another model: copy the whole folder again",
                        null);
            }
            Map<String, Tensor> tensors = Safetensors.read(file);
            requireSame(Network.of(manifest.network()).shapes(), tensors);
            tensors.forEach((name, tensor) -> requireFinite(name, tensor.values()));
            return tensors;
        } catch (CheckpointException e) {
            throw new ModelLoadException(directory, e.getMessage() + ": copy the whole folder again", e);
        } catch (IOException e) {
            throw new ModelLoadException(directory, WEIGHTS + " cannot be read: " + e, e);
        }
    }

    /**
     * Writes weights and manifest; the manifest given needs no SHA-256 yet.
     *
     * @return the manifest as written, with the SHA-256 of the weights
     */
    public ModelManifest write(Weights weights, ModelManifest manifest) {
        try {
            Files.createDirectories(directory);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            weights.asMap()
                    .forEach((name, array) -> tensors.put(
                            name, new Tensor(array.getShape().getShape(), FloatBuffer.wrap(array.toFloatArray()))));
            Path part = directory.resolve(WEIGHTS + ".part");
            Safetensors.write(part, tensors);
            Files.move(part, weightsFile(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            ModelManifest written = manifest.withSha256(Sha256.of(weightsFile()));
            Path manifestPart = directory.resolve(MANIFEST + ".part");
            JSON.writeValue(manifestPart.toFile(), written);
            Files.move(
                    manifestPart, manifestFile(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write the model to " + directory + ": " + e.getMessage() + "; is the folder writable?", e);
        }
    }

    private void requireSame(Map<String, Shape> wanted, Map<String, Tensor> found) {
        Map<String, long[]> wantedShapes = new LinkedHashMap<>();
        wanted.forEach((name, shape) -> wantedShapes.put(name, shape.getShape()));
        Map<String, long[]> foundShapes = new LinkedHashMap<>();
        found.forEach((name, tensor) -> foundShapes.put(name, tensor.shape()));
        Fit fit = Fit.of(wantedShapes, foundShapes, Set.of());
        if (!fit.isExact()) {
            throw new ModelLoadException(
                    directory,
                    "the weights do not fit the network of " + MANIFEST + ": " + fit.describe(NAMED)
                            + "; the two files are not of one model: copy the whole folder again",
                    null);
        }
    }

    private void requireFinite(String name, FloatBuffer values) {
        for (int i = values.position(); i < values.limit(); i++) {
            if (!Float.isFinite(values.get(i))) {
                throw new ModelLoadException(
                        directory,
                        "tensor '" + name + "' holds " + values.get(i) + " at " + i
                                + "; its training diverged: train again with a lower learning rate",
                        null);
            }
        }
    }

    private ModelLoadException unreadable(String problem, Exception cause) {
        return new ModelLoadException(
                directory, MANIFEST + " cannot be read: " + problem + "; copy the folder again or train anew", cause);
    }
}
