package dev.rewind.inference.serving;

import dev.rewind.model.ModelManifest;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.models.ModelCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores clips with the live model of {@code models}, whichever that is at the time, on one device or several, and tries
 * its shadow beside it. The clips that it takes keep the form that they have at the start.
 */
public final class ModelServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelServer.class);

    private final KafkaConnection connection;
    private final ModelLoader loader;
    private final LiveModel live;
    private final ShadowModel shadow = new ShadowModel();
    private final ServingReports reports;
    private final ModelFollower follower;
    private final Batcher batcher;
    private final Duration batchTime;

    /**
     * Serves a model in memory, which is closed with the server; the topics must be there.
     *
     * @param loader brings the models that are chosen later
     */
    public ModelServer(KafkaConnection connection, ServingSettings settings, ClipModel first, ModelLoader loader) {
        this(connection, settings, Replicas.of(first, List.of()), loader, Duration.ZERO);
    }

    ModelServer(
            KafkaConnection connection,
            ServingSettings settings,
            Replicas first,
            ModelLoader loader,
            Duration batchTime) {
        this.batchTime = batchTime;
        this.connection = connection;
        this.loader = loader;
        this.live = new LiveModel(first);
        this.reports = new ServingReports(connection, settings.instance());
        this.follower = new ModelFollower(connection, settings, live, shadow, loader, reports);
        this.batcher = new Batcher(live, shadow, settings.maxBatch(), settings.maxWait());
    }

    /**
     * Brings the live model into memory, after the one of the source has become it where there is none; the topics must be
     * there.
     *
     * @param downloads for files of models while they are loaded
     * @throws ServingException if no model can serve
     * @throws dev.rewind.model.ModelLoadException if the source is needed and holds no sound model
     * @throws dev.rewind.topics.models.ModelUnavailableException if the log cannot be read or written
     */
    public static ModelServer open(
            KafkaConnection connection, ServingSettings settings, ModelSource source, Path downloads) {
        ModelCatalog catalog = new ModelSeed(connection, source, settings.instance()).catalog();
        ModelLoader loader = new TopicModelLoader(connection, downloads, source.first());
        StartingModel.Choice choice = new StartingModel(catalog, source, loader).choose();
        ModelServer server = serving(connection, settings, choice.model(), loader);
        String version = server.model().version();
        choice.refused().forEach(refused -> {
            server.follower.passOver(refused.model());
            server.reports.refused(refused.model().version(), refused.reason(), version);
        });
        server.reports.takenOver(version);
        return server;
    }

    private static ModelServer serving(
            KafkaConnection connection, ServingSettings settings, Replicas first, ModelLoader loader) {
        try {
            Duration clip = new WarmUp(first.manifest().clip(), 1).time(first);
            return new ModelServer(connection, settings, first, loader, clip.multipliedBy(settings.maxBatch()));
        } catch (RuntimeException e) {
            first.close();
            throw e;
        }
    }

    /** What serves at the moment. */
    public ModelManifest model() {
        return live.manifest();
    }

    /** How long a full batch took the slowest device at most when this began; zero for a model that was never measured. */
    public Duration batchTime() {
        return batchTime;
    }

    /** Where clips go. */
    public Scorer scorer() {
        return batcher;
    }

    /** How busy the model is. */
    public ServingLoad load() {
        return batcher.load();
    }

    /**
     * Lets a cheaper model score batches while there is too much to do; each label names the one that it is of.
     *
     * @param name a folder, or a version of {@code models}
     * @param needed whether there is too much to do
     * @param relieved told of each batch that it scores, by its clips
     * @throws ServingException if there is no such model, or it takes other clips
     */
    public void relieve(String name, BooleanSupplier needed, IntConsumer relieved) {
        ClipModel loaded = Relief.load(name, connection, loader, live.first().compute());
        Replicas cheaper = Replicas.of(loaded, live.further());
        try {
            Admission.requireSameClips(live.manifest(), cheaper.manifest());
            new WarmUp(cheaper.manifest().clip(), 1).run(cheaper);
        } catch (RefusedModelException e) {
            cheaper.close();
            throw new ServingException("the cheaper model " + name + " cannot help: it " + e.getMessage(), e);
        }
        live.relieve(cheaper, needed, relieved);
    }

    /** Begins to follow what the log says of models. */
    public void start() {
        follower.start();
    }

    /** Scores no more, and frees the models. */
    @Override
    public void close() {
        follower.close();
        batcher.close();
        shadow.close();
        live.close();
        reports.close();
        LOG.debug("model {} served last", live.manifest().version());
    }
}
