package dev.rewind.training.service;

import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import dev.rewind.training.clips.RecordingReader;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a candidate from the clips on {@code labelled-clips} whenever enough of them are new, publishes it as the live
 * model's shadow if it is better beyond chance, promotes it when its shadow time is over, and brings the previous model
 * back when people disagree with it. How it stands is on {@code progress}, for each round as {@code training/<version>} and
 * between them as {@code training/next}.
 */
public final class TrainingService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingService.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

    private final KafkaConnection connection;
    private final TrainingServiceSettings settings;
    private final RecordingReader reader;
    private final ModelManifest parent;
    private final AtomicReference<TrainingServiceException> failure = new AtomicReference<>();
    private TrainingLoop loop;
    private Thread thread;

    /**
     * Sets up the service; no broker is asked yet.
     *
     * @param reader decodes clips
     * @throws dev.rewind.model.ModelLoadException if the parent is no model
     */
    public TrainingService(KafkaConnection connection, TrainingServiceSettings settings, RecordingReader reader) {
        this.connection = connection;
        this.settings = settings;
        this.reader = reader;
        this.parent = new ModelFolder(settings.parent()).manifest();
    }

    /**
     * Begins to read clips and returns at once.
     *
     * @throws dev.rewind.topics.BrokerUnreachableException if no broker answers
     * @throws dev.rewind.topics.TopicSetupException if the broker's transactions may tear
     * @throws TrainingServiceException if a topic is missing
     */
    public synchronized void start() {
        if (thread != null) {
            throw new IllegalStateException("the training service was started before; make a new one");
        }
        TopicSetup.requireExactlyOnce(connection);
        loop = new TrainingLoop(connection, settings, reader);
        thread = new Thread(this::work, "training");
        thread.setDaemon(true);
        thread.start();
        LOG.info(
                "training starts at {}; while no model is live, rounds start from {}",
                connection.bootstrapServers(),
                parent.version());
    }

    /** Whether clips are read, or a round is under way. */
    public synchronized boolean isHealthy() {
        return thread != null && thread.isAlive() && failure.get() == null;
    }

    /** Why the service stopped by itself, in one line; empty while it has not. */
    public Optional<TrainingServiceException> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Leaves a round that is under way, of which nothing is published then; again does nothing. */
    @Override
    public synchronized void close() {
        if (thread == null || !thread.isAlive()) {
            return;
        }
        loop.stop();
        try {
            thread.join(CLOSE_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("training did not stop within {} s; its round is done again", CLOSE_WITHIN.toSeconds());
        }
    }

    private void work() {
        try (TrainingLoop running = loop) {
            running.run();
        } catch (TrainingServiceException e) {
            failure.set(e);
        } catch (RuntimeException | Error e) { // memory may run out on large clips
            failure.set(new TrainingServiceException(
                    "training stopped: " + e + "; look at the log, then start it again", e));
        }
        failure().ifPresent(reason -> LOG.error(reason.getMessage(), reason));
    }
}
