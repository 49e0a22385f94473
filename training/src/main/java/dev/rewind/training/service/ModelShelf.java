package dev.rewind.training.service;

import dev.rewind.model.ModelFolder;
import dev.rewind.model.checkpoint.Sha256;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Models of the log in folders, brought down when they are asked for. */
final class ModelShelf {
    private final KafkaConnection connection;
    private final Path directory;

    ModelShelf(KafkaConnection connection, Path directory) {
        this.connection = connection;
        this.directory = directory;
    }

    /**
     * A folder with a model of the log.
     *
     * @throws dev.rewind.topics.models.ModelUnavailableException if it is not whole there
     */
    Path folder(ModelRecord model) {
        Path folder = directory.resolve(model.weights().sha256());
        ModelFolder files = new ModelFolder(folder);
        try {
            Files.createDirectories(folder);
            if (!Files.exists(files.weightsFile())
                    || !Sha256.of(files.weightsFile()).equals(model.weights().sha256())) {
                ModelWeights.download(connection, model, files.weightsFile());
            }
            Path part = folder.resolve("manifest.part");
            Files.writeString(part, model.manifest().toString());
            Files.move(part, files.manifestFile(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return folder;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Deletes the folders of models that are no longer on the log. */
    void keep(List<ModelRecord> models) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        Set<String> kept =
                models.stream().map(model -> model.weights().sha256()).collect(Collectors.toSet());
        try (Stream<Path> folders = Files.list(directory)) {
            folders.filter(folder -> !kept.contains(folder.getFileName().toString()))
                    .forEach(WorkFolder::delete);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private UncheckedIOException unwritable(IOException e) {
        return new UncheckedIOException(
                "the models in " + directory + " cannot be kept: " + e + "; make room there, or choose another folder",
                e);
    }
}
