package dev.rewind.ingest;

import dev.rewind.ingest.source.Source;
import dev.rewind.topics.Progress;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.SendFailedException;
import dev.rewind.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the {@code progress} topic how a stream stands. */
final class StreamReport {
    private static final Logger LOG = LoggerFactory.getLogger(IngestService.class);
    private static final Duration BETWEEN_COUNTS = Duration.ofSeconds(5);

    private final RecordPublisher publisher;
    private final Source source;
    private final String job;
    private long frames;
    private long dropped;
    private long countedFrames;
    private Instant counted;

    StreamReport(RecordPublisher publisher, Source source) {
        this.publisher = publisher;
        this.source = source;
        job = "ingest/" + source.stream();
    }

    void starting() {
        LOG.info("stream {}: opening {}", source.stream(), source.redacted());
        send(Progress.State.STARTING, "opening " + source.redacted(), Map.of());
    }

    /** Counts one frame; now and then the count goes out. */
    void frame() {
        frames++;
        Instant now = Instant.now();
        if (counted == null) {
            counted = now;
            send(Progress.State.RUNNING, "playing " + source.redacted(), figures());
        }
        Duration since = Duration.between(counted, now);
        if (since.compareTo(BETWEEN_COUNTS) >= 0) {
            double rate = (frames - countedFrames) * 1e9 / since.toNanos();
            send(Progress.State.RUNNING, "playing " + source.redacted(), with("framesPerSecond", rate));
            counted = now;
            countedFrames = frames;
        }
    }

    /** Counts live frames that were not sent, for they came too fast. */
    void dropped(long more) {
        if (more > 0 && dropped == 0) {
            LOG.warn("stream {}: frames come faster than they can be sent, and are dropped", source.stream());
        }
        dropped += more;
    }

    long frames() {
        return frames;
    }

    /** Something a person should know, though the stream goes on. */
    void warning(String detail) {
        LOG.warn("stream {}: {}", source.stream(), detail);
        send(Progress.State.RUNNING, detail, figures());
    }

    void waiting(String detail) {
        LOG.warn("stream {}: {}", source.stream(), detail);
        send(Progress.State.WAITING, detail, figures());
        counted = null;
    }

    /** All is played for now, and more may come. */
    void idle(String detail) {
        LOG.info("stream {}: {}", source.stream(), detail);
        send(Progress.State.WAITING, detail, figures());
        counted = null;
    }

    void done() {
        LOG.info("stream {}: ended after {} frames", source.stream(), frames);
        send(Progress.State.DONE, "ended", figures());
    }

    /** The end of a stream that should have gone on; never throws, as the frames' own failure may be the reason. */
    void failed(String reason) {
        LOG.error("stream {}: {}", source.stream(), reason);
        try {
            send(Progress.State.FAILED, reason, figures());
        } catch (SendFailedException e) {
            LOG.error("stream {}: {}", source.stream(), e.getMessage());
        }
    }

    private Map<String, Double> figures() {
        return Map.of("frames", (double) frames, "dropped", (double) dropped);
    }

    private Map<String, Double> with(String name, double value) {
        Map<String, Double> figures = new HashMap<>(figures());
        figures.put(name, value);
        return figures;
    }

    private void send(Progress.State state, String detail, Map<String, Double> figures) {
        publisher.sendJson(Topic.PROGRESS, job, new Progress(job, state, detail, Instant.now(), figures));
    }
}
