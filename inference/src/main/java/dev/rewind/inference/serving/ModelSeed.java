package dev.rewind.inference.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelWriter;
import dev.rewind.topics.models.Standing;
import dev.rewind.topics.models.Trial;
import dev.rewind.topics.models.WeightsPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the model that a process brings along on the log, where it belongs there. */
final class ModelSeed {
    private static final Logger LOG = LoggerFactory.getLogger(ModelSeed.class);

    private final KafkaConnection connection;
    private final ModelSource source;
    private final String instance;

    ModelSeed(KafkaConnection connection, ModelSource source, String instance) {
        this.connection = connection;
        this.source = source;
        this.instance = instance;
    }

    /**
     * The models on the log, of which one is live.
     *
     * @throws dev.rewind.model.ModelLoadException if the folder is needed and holds no sound model
     * @throws dev.rewind.topics.models.ModelUnavailableException if the model cannot be published
     */
    ModelCatalog catalog() {
        ModelCatalog catalog = ModelFeed.read(connection);
        Optional<ModelRecord> live = catalog.live();
        if (live.isPresent() && !source.named()) {
            return catalog;
        }
        ModelFolder folder = new ModelFolder(source.folder());
        ModelManifest own = folder.manifest();
        if (live.isPresent() && catalog.find(own.version()).isPresent()) {
            sayWhoServes(live.get(), own);
            return catalog;
        }
        var unused = folder.tensors(own); // what is damaged must not come to serve
        publish(catalog, folder, own);
        return ModelFeed.read(connection);
    }

    private void publish(ModelCatalog catalog, ModelFolder folder, ModelManifest own) {
        String reason =
                (source.named() ? "named with --model" : "the first model") + " where " + instance + " was started";
        try (ModelWriter writer = new ModelWriter(connection, "rewind-seed-" + instance)) {
            writer.publish(
                    own.version(),
                    own.sha256(),
                    folder.weightsFile(),
                    place -> promotion(catalog, candidate(folder, own, place, reason), reason),
                    ModelWriter.Read.nothing());
        }
        LOG.info("model {} of {} is live now: {}", own.version(), source.folder(), reason);
    }

    private List<ModelRecord> promotion(ModelCatalog catalog, ModelRecord candidate, String reason) {
        List<ModelRecord> models = new ArrayList<>(catalog.models());
        models.removeIf(model -> model.version().equals(candidate.version()));
        models.add(candidate);
        return new ModelCatalog(models).promote(candidate.version(), reason, source.named(), Instant.now());
    }

    private static ModelRecord candidate(ModelFolder folder, ModelManifest own, WeightsPlace place, String reason) {
        return new ModelRecord(
                own.version(),
                own.parent(),
                Standing.of(ModelRecord.State.CANDIDATE, Instant.now(), reason),
                place,
                own.metrics().isEmpty() ? null : new Trial(own.metrics(), null, null),
                null,
                json(folder));
    }

    /** As it lies there, with whatever else it holds. */
    private static JsonNode json(ModelFolder folder) {
        try {
            return new ObjectMapper().readTree(folder.manifestFile().toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(folder.manifestFile() + " cannot be read any more: " + e, e);
        }
    }

    private void sayWhoServes(ModelRecord live, ModelManifest own) {
        boolean same =
                live.version().equals(own.version()) && live.weights().sha256().equals(own.sha256());
        if (!same) {
            LOG.warn(
                    "the live model {} serves, for '{}' knows the {} of {} already; 'rewind models promote {}' makes"
                            + " that live",
                    live.version(),
                    Topic.MODELS.topicName(),
                    own.version(),
                    source.folder(),
                    own.version());
        }
    }
}
