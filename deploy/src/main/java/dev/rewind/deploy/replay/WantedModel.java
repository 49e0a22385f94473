package dev.rewind.deploy.replay;

import dev.rewind.inference.serving.ClipModel;
import dev.rewind.inference.serving.ModelLoader;
import dev.rewind.model.ActionModel;
import dev.rewind.model.Compute;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.models.ModelFeed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The model that a person names: a folder, or a version on {@code models}, whatever its state there.
 *
 * @param name of either; what exists as a folder is one
 */
record WantedModel(String name) {
    /**
     * Brings it into memory; closing it is the caller's.
     *
     * @param downloads for its files while it is loaded
     * @throws dev.rewind.topics.models.ModelUnavailableException if there is no such version, or its weights are not whole
     * @throws dev.rewind.model.ModelLoadException if the folder holds no sound model
     */
    ClipModel load(KafkaConnection connection, Path downloads, Compute compute) {
        Path folder = Path.of(name);
        return Files.isDirectory(folder)
                ? ClipModel.of(ActionModel.load(folder, compute), Optional.empty())
                : ModelLoader.fromLog(connection, downloads, compute)
                        .load(ModelFeed.read(connection).get(name));
    }
}
