package dev.rewind.deploy.models;

import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelWeights;
import dev.rewind.topics.models.ModelWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The models of a cluster.
 *
 * @param connection to it
 */
record Registry(KafkaConnection connection) {
    /** Those of the cluster that the user named. */
    static Registry of(KafkaOptions kafka) {
        KafkaConnection connection = kafka.connectionOrLocal();
        TopicSetup.ensure(connection, kafka.layout());
        return new Registry(connection);
    }

    /** What there is now. */
    ModelCatalog catalog() {
        return ModelFeed.read(connection);
    }

    /** Writes changes, all or none. */
    void change(List<ModelRecord> changes) {
        write(writer -> writer.change(changes, ModelWriter.Read.nothing()));
    }

    /** Forgets a model and its weights. */
    void remove(ModelRecord model) {
        write(writer -> writer.remove(model));
    }

    /** Brings a model's weights file back. */
    void download(ModelRecord model, Path file) {
        ModelWeights.download(connection, model, file);
    }

    /** Under a name of its own: one that training uses would shut training out. */
    private void write(Consumer<ModelWriter> change) {
        try (ModelWriter writer = new ModelWriter(connection, "rewind-models-" + UUID.randomUUID())) {
            change.accept(writer);
        }
    }
}
