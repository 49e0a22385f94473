package dev.rewind.inference;

import dev.rewind.inference.drift.Onlooker;
import dev.rewind.inference.overload.LoadReports;
import dev.rewind.inference.overload.LoadWatch;
import dev.rewind.inference.serving.LabelListener;
import dev.rewind.inference.serving.ModelServer;
import dev.rewind.inference.serving.ModelSource;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.frames.KafkaFrameArchive;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Labels the streams on {@code frames}: every clip exactly once and, within its stream, in order. Processes with the same
 * application id share the work and take over from one another; each follows by itself which model is live.
 */
public final class InferenceService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InferenceService.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

    private final KafkaConnection connection;
    private final InferenceSettings settings;
    private final ModelServer models;
    private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
    private final InferenceMeters meters;
    private final KafkaStreams streams;
    private final KafkaStreamsMetrics kafkaMeters;
    private final Partitions partitions;
    private final FailurePolicy failures;
    private final LoadReports loadReports;
    private final CountDownLatch runningOrStopped = new CountDownLatch(1);

    /**
     * Sets up inference; the topics must be there.
     *
     * @param models only this service may use them; they are closed with it
     * @param listener told of every label, and closed with the service
     * @throws dev.rewind.inference.serving.ServingException if the cheaper model of the settings cannot help
     */
    public InferenceService(
            KafkaConnection connection, InferenceSettings settings, ModelServer models, LabelListener listener) {
        this.connection = connection;
        this.models = models;
        this.meters = new InferenceMeters(registry, models, listener);
        this.settings = settings;
        this.failures = new FailurePolicy(settings.streamThreads());
        LoadWatch load = new LoadWatch(settings.overload());
        meters.watch(load);
        settings.overload().thinModel().ifPresent(thin -> models.relieve(thin, load::isBehind, load::thinned));
        this.streams = new KafkaStreams(
                LabelTopology.build(
                        models.model().clip(),
                        settings,
                        models.scorer(),
                        new KafkaFrameArchive(connection),
                        meters,
                        load),
                StreamsConfiguration.of(connection, settings, models.batchTime()));
        this.loadReports = new LoadReports(
                connection, settings.serving().instance(), settings.overload().policy(), load);
        streams.setUncaughtExceptionHandler(failures);
        this.kafkaMeters = new KafkaStreamsMetrics(streams);
        this.partitions = new Partitions(streams);
        streams.setStateListener((state, before) -> {
            if (state == KafkaStreams.State.RUNNING) {
                meters.assigned(partitions.lags());
            }
            if (state == KafkaStreams.State.RUNNING || state.hasCompletedShutdown()) {
                runningOrStopped.countDown();
            }
        });
    }

    /**
     * Sets up inference with the live model of {@code models}; where there is none, that of the source becomes it.
     *
     * @throws dev.rewind.topics.BrokerUnreachableException if no broker answers
     * @throws dev.rewind.topics.TopicSetupException if the broker's transactions cannot give exactly-once
     * @throws InferenceException if a topic is missing
     * @throws dev.rewind.inference.serving.ServingException if no model can serve
     * @throws dev.rewind.model.ModelLoadException if the source is needed and holds no sound model
     */
    public static InferenceService open(KafkaConnection connection, InferenceSettings settings, ModelSource source) {
        TopicSetup.requireExactlyOnce(connection);
        RequiredTopics.check(connection);
        Changelogs.complete(connection, settings.applicationId());
        ModelServer models = ModelServer.open(
                connection,
                settings.serving(),
                source,
                settings.stateDirectory().resolve("downloads"));
        try {
            Onlooker onlooker = new Onlooker(connection, settings.drift(), settings.questions());
            return new InferenceService(connection, settings, models, onlooker);
        } catch (RuntimeException e) {
            models.close();
            throw e;
        }
    }

    /** What labels at the moment. */
    public ModelManifest model() {
        return models.model();
    }

    /** Begins to label, and to follow which model is live, and returns at once; see {@link #awaitRunning}. */
    public void start() {
        models.start();
        streams.start();
        LOG.info("inference '{}' starts at {}", settings.applicationId(), connection.bootstrapServers());
    }

    /**
     * Waits until partitions are assigned and their state is back.
     *
     * @throws InferenceException if inference stopped instead, or does not run in time
     */
    public void awaitRunning(Duration patience) {
        try {
            boolean settled = runningOrStopped.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            failures.failure().ifPresent(failure -> {
                throw failure;
            });
            if (!settled || streams.state().hasCompletedShutdown()) {
                throw new InferenceException(
                        "inference '" + settings.applicationId() + "' is " + streams.state() + ", not running, after "
                                + patience.toMillis() + " ms; look at its log and the broker's",
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceException("interrupted while inference started", e);
        }
    }

    /** Whether labels are made, or will be as soon as partitions are assigned. */
    public boolean isHealthy() {
        return failures.failure().isEmpty() && streams.state().isRunningOrRebalancing();
    }

    /** Why no label is made at the moment, in a few words; empty while labels are. */
    public Optional<String> unreadiness() {
        if (failures.failure().isPresent()) {
            return failures.failure().map(Throwable::getMessage);
        }
        if (streams.state() != KafkaStreams.State.RUNNING) {
            return Optional.of("partitions are not assigned yet: " + streams.state());
        }
        return partitions.isConnected()
                ? Optional.empty()
                : Optional.of("no broker of " + connection.bootstrapServers() + " answers");
    }

    /** Counts from now on into one more registry, what Kafka's clients know included. */
    public void reportTo(MeterRegistry further) {
        registry.add(further);
        kafkaMeters.bindTo(further);
    }

    /** Why inference stopped by itself, in one line; empty while it has not. */
    public Optional<InferenceException> failure() {
        return failures.failure();
    }

    /**
     * Commits and frees the models; again does nothing. A process without a name leaves its group, so that others take over
     * at once; a named one is waited for.
     */
    @Override
    public void close() {
        var membership = settings.membership().instance().isPresent()
                ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                : CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
        boolean closed =
                streams.close(CloseOptions.groupMembershipOperation(membership).withTimeout(CLOSE_WITHIN));
        if (!closed) {
            LOG.warn(
                    "inference did not stop within {} s; what it had not committed is done again",
                    CLOSE_WITHIN.toSeconds());
        }
        loadReports.close();
        kafkaMeters.close();
        meters.close();
        models.close();
    }
}
