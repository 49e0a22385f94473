package dev.rewind.inference;

import dev.rewind.model.ActionModel;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.frames.KafkaFrameArchive;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Labels the streams on {@code frames}: every clip exactly once and, within its stream, in order. Processes with the same
 * application id share the work and take over from one another.
 */
public final class InferenceService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InferenceService.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

    private final KafkaConnection connection;
    private final InferenceSettings settings;
    private final Batcher batcher;
    private final KafkaStreams streams;
    private final FailurePolicy failures;
    private final CountDownLatch runningOrStopped = new CountDownLatch(1);

    /**
     * Sets up inference; no broker is asked yet.
     *
     * @param model only this service may use it until it is closed; closing it after that is the caller's
     */
    public InferenceService(KafkaConnection connection, InferenceSettings settings, ActionModel model) {
        this(connection, settings, model.manifest(), model::probabilities);
    }

    InferenceService(
            KafkaConnection connection,
            InferenceSettings settings,
            ModelManifest manifest,
            Function<List<byte[]>, List<float[]>> probabilities) {
        this.connection = connection;
        this.settings = settings;
        this.failures = new FailurePolicy(settings.streamThreads());
        this.batcher = new Batcher(probabilities, settings);
        this.streams = new KafkaStreams(
                LabelTopology.build(manifest, settings, batcher, new KafkaFrameArchive(connection)),
                StreamsConfiguration.of(connection, settings));
        streams.setUncaughtExceptionHandler(failures);
        streams.setStateListener((state, before) -> {
            if (state == KafkaStreams.State.RUNNING || state.hasCompletedShutdown()) {
                runningOrStopped.countDown();
            }
        });
    }

    /**
     * Begins to label and returns at once; see {@link #awaitRunning}.
     *
     * @throws dev.rewind.topics.BrokerUnreachableException if no broker answers
     * @throws dev.rewind.topics.TopicSetupException if the broker's transactions cannot give exactly-once
     * @throws InferenceException if a topic is missing
     */
    public void start() {
        TopicSetup.requireExactlyOnce(connection);
        RequiredTopics.check(connection);
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

    /** Why inference stopped by itself, in one line; empty while it has not. */
    public Optional<InferenceException> failure() {
        return failures.failure();
    }

    /** Commits, leaves the group so that others take over at once, and lets go of the model; again does nothing. */
    @Override
    public void close() {
        boolean closed =
                streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(CLOSE_WITHIN));
        if (!closed) {
            LOG.warn(
                    "inference did not stop within {} s; what it had not committed is done again",
                    CLOSE_WITHIN.toSeconds());
        }
        batcher.close();
    }
}
