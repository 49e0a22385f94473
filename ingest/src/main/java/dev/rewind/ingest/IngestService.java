package dev.rewind.ingest;

import dev.rewind.ingest.source.Source;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.RecordPublisher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Plays sources into the {@code frames} topic, each on its own thread: one that fails says why in one line, in the log and
 * on {@code progress} under {@code ingest/<stream>}, and the others go on. The topics must be there already.
 */
public final class IngestService implements AutoCloseable {
    private final KafkaConnection connection;
    private final IngestSettings settings;
    private final List<Source> sources;
    private final Assignment assignment;
    private final Map<StreamJob, Thread> threads = new LinkedHashMap<>();

    /**
     * Takes the sources that a command line names; nothing is opened yet.
     *
     * @throws IllegalArgumentException if there is no source, or two have the same stream id
     */
    public IngestService(KafkaConnection connection, IngestSettings settings, List<Source> sources) {
        this(connection, settings, sources, Assignment.none());
    }

    /** The same, on somebody's behalf. */
    public IngestService(
            KafkaConnection connection, IngestSettings settings, List<Source> sources, Assignment assignment) {
        List<String> ids = sources.stream().map(Source::stream).toList();
        if (ids.isEmpty() || ids.stream().distinct().count() < ids.size()) {
            throw new IllegalArgumentException("ingest needs sources with an id of their own each, but has " + ids);
        }
        this.connection = connection;
        this.settings = settings;
        this.sources = List.copyOf(sources);
        this.assignment = assignment;
    }

    /**
     * Starts every stream and returns at once.
     *
     * @throws dev.rewind.topics.BrokerUnreachableException if no host of the connection can be resolved
     */
    public void start() {
        if (!threads.isEmpty()) {
            throw new IllegalStateException("this ingest service was started before; make another one");
        }
        for (Source source : sources) {
            String name = "ingest-" + source.stream();
            StreamJob job =
                    new StreamJob(source, settings, connection, new RecordPublisher(connection, name), assignment);
            threads.put(job, new Thread(job, name));
        }
        threads.values().forEach(Thread::start);
    }

    /**
     * Waits until every stream has ended; live and looping ones never do by themselves.
     *
     * @return the streams that failed, each with the reason in one line
     */
    public Map<String, String> awaitFinished() throws InterruptedException {
        for (Thread thread : threads.values()) {
            thread.join();
        }
        return threads.keySet().stream()
                .filter(job -> job.failure().isPresent())
                .collect(Collectors.toMap(
                        job -> job.source().stream(), job -> job.failure().orElseThrow()));
    }

    /** Whether every stream has ended. */
    public boolean isEnded() {
        return threads.values().stream().noneMatch(Thread::isAlive);
    }

    /** Asks every stream to end, and returns at once. */
    public void stop() {
        threads.keySet().forEach(StreamJob::stop);
    }

    /** Ends every stream; the frames read so far are sent first. */
    @Override
    public void close() {
        stop();
        try {
            for (Thread thread : threads.values()) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
