package dev.rewind.inference.serving;

import dev.rewind.model.Compute;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.models.ModelRecord;
import java.nio.file.Path;

/** Brings a model that the log names into memory. */
@FunctionalInterface
public interface ModelLoader {
    /**
     * Loads a model; closing it is the caller's. Whatever is wrong with it comes as an exception, and nothing of it stays.
     */
    ClipModel load(ModelRecord model);

    /**
     * Downloads models from {@code model-weights}.
     *
     * @param downloads for their files while they are loaded
     */
    static ModelLoader fromLog(KafkaConnection connection, Path downloads, Compute compute) {
        return new TopicModelLoader(connection, downloads, compute);
    }
}
