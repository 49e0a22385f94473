package dev.rewind.inference.serving;

import dev.rewind.model.ActionModel;
import dev.rewind.model.Compute;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelLoadException;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Downloads a model and loads it as strictly as one from a folder: the weights' SHA-256, each tensor's name and shape,
 * every number finite. Its files lie in a folder of their own for as long as that takes.
 */
final class TopicModelLoader implements ModelLoader {
    private final KafkaConnection connection;
    private final Path directory;
    private final Compute compute;

    /**
     * A loader of this process.
     *
     * @param directory to put the files into
     */
    TopicModelLoader(KafkaConnection connection, Path directory, Compute compute) {
        this.connection = connection;
        this.directory = directory;
        this.compute = compute;
    }

    /**
     * Loads the model.
     *
     * @throws RefusedModelException if it is no sound model, or its record speaks of another one
     * @throws dev.rewind.topics.models.ModelUnavailableException if its weights are not whole
     */
    @Override
    public ClipModel load(ModelRecord model) {
        Path folder = newFolder();
        ModelFolder files = new ModelFolder(folder);
        try {
            Files.writeString(files.manifestFile(), model.manifest().toString());
            requireSame(model, files.manifest());
            ModelWeights.download(connection, model, files.weightsFile());
            return ClipModel.of(ActionModel.load(folder, compute), Optional.ofNullable(model.profile()));
        } catch (ModelLoadException e) {
            throw new RefusedModelException(e.getMessage().replace(folder.toString(), model.version()));
        } catch (IOException e) {
            throw new UncheckedIOException("the manifest cannot be written to " + folder + ": " + e, e);
        } finally {
            files.weightsFile().toFile().delete();
            files.manifestFile().toFile().delete();
            folder.toFile().delete();
        }
    }

    private Path newFolder() {
        try {
            Files.createDirectories(directory);
            return Files.createTempDirectory(directory, "model-"); // a version may hold anything but a path
        } catch (IOException e) {
            throw new UncheckedIOException("no model can be downloaded to " + directory + ": " + e, e);
        }
    }

    private static void requireSame(ModelRecord record, ModelManifest manifest) {
        boolean same = manifest.version().equals(record.version())
                && manifest.sha256().equals(record.weights().sha256());
        if (!same) {
            throw new RefusedModelException("its manifest names version " + manifest.version() + " with the weights "
                    + manifest.sha256() + ", but its record " + record.version() + " with "
                    + record.weights().sha256() + "; publish the model again");
        }
    }
}
