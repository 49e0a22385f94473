package dev.rewind.inference.serving;

import dev.rewind.model.ActionModel;
import dev.rewind.model.Compute;
import dev.rewind.model.ModelFolder;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * A cheaper model that labels on a device in the live one's place while there is too much to do.
 *
 * @param model takes the same clips
 * @param needed whether there is too much to do
 * @param relieved told of each batch that it scores, by its clips
 */
record Relief(ClipModel model, BooleanSupplier needed, IntConsumer relieved) {
    /**
     * Brings a model into memory.
     *
     * @param name a folder, or a version of {@code models}
     * @throws ServingException if it is neither
     */
    static ClipModel load(String name, KafkaConnection connection, ModelLoader loader, Compute compute) {
        if (isFolder(name)) {
            return ClipModel.of(ActionModel.load(Path.of(name), compute), Optional.empty());
        }
        ModelRecord record = ModelFeed.read(connection)
                .find(name)
                .orElseThrow(() -> new ServingException(
                        "the cheaper model '" + name + "' is neither a folder with a manifest.json nor a version of the"
                                + " topic 'models'; 'rewind models ls' shows those",
                        null));
        return loader.load(record);
    }

    private static boolean isFolder(String name) {
        try {
            return Files.exists(new ModelFolder(Path.of(name)).manifestFile());
        } catch (InvalidPathException e) {
            return false; // a version may hold anything
        }
    }
}
