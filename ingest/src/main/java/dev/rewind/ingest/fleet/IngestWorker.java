package dev.rewind.ingest.fleet;

import dev.rewind.ingest.IngestSettings;
import dev.rewind.topics.KafkaConnection;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the workers that share what the {@code sources} topic says is to be played. It plays the streams that fall to it,
 * takes up what is added or changed and drops what is paused or removed, until it is closed; when it dies, the others take
 * its streams over, each in a new epoch. The topics must be there already.
 */
public final class IngestWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IngestWorker.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final WantedSources wanted;
    private final Streams streams;
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean upToDate;
    private volatile RuntimeException failure;

    private IngestWorker(KafkaConnection connection, IngestSettings defaults, WorkerSettings settings) {
        streams = new Streams(connection, defaults, settings);
        wanted = new WantedSources(connection, settings, streams);
        thread = new Thread(this::run, "ingest-worker");
    }

    /**
     * Starts to work, and returns at once.
     *
     * @param defaults how sources are played that say nothing about it
     * @throws dev.rewind.topics.BrokerUnreachableException if no host of the connection can be resolved
     */
    public static IngestWorker start(KafkaConnection connection, IngestSettings defaults, WorkerSettings settings) {
        IngestWorker worker = new IngestWorker(connection, defaults, settings);
        worker.thread.start();
        return worker;
    }

    /** How many streams it plays at the moment. */
    public int playing() {
        return streams.playing();
    }

    /** Whether it knows all that falls to it, and plays nothing of that; false until it has come to know. */
    public boolean isIdle() {
        return upToDate && streams.playing() == 0;
    }

    /** What ended it; empty while it works, and when it was closed. */
    public Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Ends its streams, whose frames read so far are sent first, and leaves them to the other workers. */
    @Override
    public void close() {
        closing = true;
        wanted.wakeup();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (streams;
                wanted) {
            while (!closing) {
                wanted.poll(POLL);
                streams.tend();
                upToDate = wanted.isUpToDate();
            }
        } catch (WakeupException e) {
            LOG.debug("the worker ends");
        } catch (RuntimeException e) {
            failure = e;
            LOG.error("the ingest worker gives up: {}", e.getMessage(), e);
        } catch (Error e) {
            // Such as a thread that could not be started: nobody must take it for a worker that works.
            failure = new IllegalStateException("the ingest worker gives up: " + e + "; give it fewer streams", e);
            throw e;
        }
    }
}
