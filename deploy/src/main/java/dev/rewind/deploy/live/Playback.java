package dev.rewind.deploy.live;

import dev.rewind.deploy.failure.FailureReport;
import dev.rewind.ingest.IngestService;
import dev.rewind.ingest.IngestSettings;
import dev.rewind.ingest.source.Source;
import dev.rewind.topics.KafkaConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams being played into Kafka, until each has ended or failed. One that fails says so in the log; others go on. */
public final class Playback implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Playback.class);
    private static final long CLOSE_WITHIN_SECONDS = 10;

    private final KafkaConnection connection;
    private final IngestSettings settings;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** True for a stream that was played to its end. */
    private final Map<String, CompletableFuture<Boolean>> ends = new LinkedHashMap<>();

    /**
     * Begins to play each stream as soon as its source is there.
     *
     * @param sources by stream id
     */
    public Playback(
            KafkaConnection connection, IngestSettings settings, Map<String, CompletableFuture<Source>> sources) {
        this.connection = connection;
        this.settings = settings;
        sources.forEach((stream, source) ->
                ends.put(stream, CompletableFuture.supplyAsync(() -> play(stream, source), threads)));
    }

    /** Sources that need not be waited for. */
    public static Map<String, CompletableFuture<Source>> ready(List<Source> sources) {
        Map<String, CompletableFuture<Source>> ready = new LinkedHashMap<>();
        sources.forEach(source -> ready.put(source.stream(), CompletableFuture.completedFuture(source)));
        return ready;
    }

    /** Whether every stream has ended or failed; live and looping ones never do by themselves. */
    public boolean isEnded() {
        return ends.values().stream().allMatch(CompletableFuture::isDone);
    }

    /** The streams that were played to their end. */
    public List<String> played() {
        return ends.entrySet().stream()
                .filter(stream -> stream.getValue().getNow(false))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Ends every stream; frames already read are sent first. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            boolean ended = threads.awaitTermination(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                LOG.warn("a stream did not end within {} s and is left behind", CLOSE_WITHIN_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean play(String stream, CompletableFuture<Source> source) {
        try (IngestService ingest = new IngestService(connection, settings, List.of(source.get()))) {
            ingest.start();
            return ingest.awaitFinished().isEmpty();
        } catch (InterruptedException e) {
            return false;
        } catch (Exception e) {
            LOG.error("stream {}: {}", stream, FailureReport.describe(e), e);
            return false;
        }
    }
}
