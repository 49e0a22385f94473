package dev.rewind.training.checkpoint;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.rewind.model.checkpoint.CheckpointException;
import dev.rewind.model.checkpoint.Safetensors;
import dev.rewind.model.checkpoint.Sha256;
import dev.rewind.model.checkpoint.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A checkpoint on disk: a safetensors file for each kind of arrays, named after the step, and {@code checkpoint.json} that
 * names them with their SHA-256. It is moved in place when they all lie safely on the disk, and only then are those of the
 * checkpoint before deleted: whenever the process is killed, one whole checkpoint is there.
 */
final class CheckpointFolder {
    private static final String INDEX = "checkpoint.json";
    private static final String TENSORS = ".safetensors";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Path directory;

    CheckpointFolder(Path directory) {
        this.directory = directory;
    }

    /**
     * What {@code checkpoint.json} says.
     *
     * @param state where the training stood
     * @param identity of which training it is
     * @param files by kind of arrays
     */
    record Index(TrainingState state, Identity identity, Map<String, Part> files) {
        Index {
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(identity, "identity");
            files = Map.copyOf(files);
        }
    }

    /** A file of arrays and its hash. */
    record Part(String file, String sha256) {}

    /** Whether there is a whole checkpoint. */
    boolean exists() {
        return Files.exists(index());
    }

    /**
     * Replaces the checkpoint.
     *
     * @param memory arrays by kind and name
     */
    void write(TrainingState state, Identity identity, Map<String, Map<String, NDArray>> memory) {
        try {
            Files.createDirectories(directory);
            Map<String, Part> files = new LinkedHashMap<>();
            for (Map.Entry<String, Map<String, NDArray>> kind : memory.entrySet()) {
                Path file = directory.resolve(kind.getKey() + "-" + state.steps() + TENSORS);
                Safetensors.write(file, tensors(kind.getValue()));
                files.put(kind.getKey(), new Part(file.getFileName().toString(), Sha256.of(file)));
            }
            Path part = directory.resolve(INDEX + ".part");
            writeSafely(part, JSON.writeValueAsBytes(new Index(state, identity, files)));
            settle();
            Files.move(part, index(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            settle();
            deleteFilesBut(files.values().stream().map(Part::file).collect(Collectors.toSet()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write a checkpoint to " + directory + ": " + e.getMessage()
                            + "; the one before it is still whole: make room, then go on with --resume",
                    e);
        }
    }

    /**
     * What the checkpoint says of itself.
     *
     * @throws ResumeException if it is damaged
     */
    Index read() {
        try {
            return JSON.readValue(index().toFile(), Index.class);
        } catch (JsonProcessingException e) {
            throw damaged(INDEX + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw damaged(INDEX + ": " + e, e);
        }
    }

    /**
     * The arrays of one kind.
     *
     * @throws ResumeException if their file is not as it was written
     */
    Map<String, Tensor> tensors(Index index, String kind) {
        Part part = index.files().get(kind);
        if (part == null || !part.file().matches("[\\w-]+" + TENSORS)) {
            throw damaged(INDEX + " names no file of the kind '" + kind + "'", null);
        }
        Path file = directory.resolve(part.file());
        try {
            String found = Sha256.of(file);
            if (!found.equals(part.sha256())) {
                throw damaged("the SHA-256 of " + part.file() + " is " + found + " instead of " + part.sha256(), null);
            }
            return Safetensors.read(file);
        } catch (CheckpointException e) {
            throw damaged(e.getMessage(), e);
        } catch (IOException e) {
            throw damaged(part.file() + ": " + e, e);
        }
    }

    /** Deletes the checkpoint, and the folder where nothing else is in it. */
    void delete() {
        try {
            Files.deleteIfExists(index()); // first, so that what is left is no checkpoint
            if (Files.exists(directory)) {
                deleteFilesBut(Set.of());
                try (Stream<Path> others = Files.list(directory)) {
                    if (others.findAny().isPresent()) {
                        return;
                    }
                }
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the training is done, but its checkpoint in " + directory + " cannot be deleted: " + e
                            + "; delete the folder",
                    e);
        }
    }

    private Path index() {
        return directory.resolve(INDEX);
    }

    private static Map<String, Tensor> tensors(Map<String, NDArray> arrays) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        arrays.forEach((name, array) ->
                tensors.put(name, new Tensor(array.getShape().getShape(), FloatBuffer.wrap(array.toFloatArray()))));
        return tensors;
    }

    private static void writeSafely(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Waits until the disk knows the files by their names; where a folder cannot be opened, nobody can. */
    private void settle() throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        } catch (AccessDeniedException e) {
            return; // Windows
        }
    }

    private void deleteFilesBut(Set<String> kept) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if ((name.endsWith(TENSORS) || name.endsWith(".part")) && !kept.contains(name)) {
                    Files.delete(file);
                }
            }
        }
    }

    private ResumeException damaged(String problem, Exception cause) {
        return new ResumeException(
                "the checkpoint in " + directory + " is damaged: " + problem + "; delete the folder to begin anew",
                cause);
    }
}
