package dev.rewind.ingest;

import dev.rewind.ingest.source.Source;
import dev.rewind.topics.Progress;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.SendFailedException;
import dev.rewind.topics.Topic;
import dev.rewind.topics.sources.StreamProgress;
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
    private final Assignment assignment;
    private final Map<String, String> notes = new HashMap<>();
    private long frames;
    private long dropped;
    private long restarts;
    private long countedFrames;
    private Instant counted;

    StreamReport(RecordPublisher publisher, Source source, Assignment assignment) {
        this.publisher = publisher;
        this.source = source;
        this.assignment = assignment;
        assignment.worker().ifPresent(worker -> notes.put(StreamProgress.WORKER, worker));
    }

    void starting() {
        LOG.info("stream {}: opening {}", source.stream(), source.redacted());
        send(Progress.State.STARTING, "opening " + source.redacted());
    }

    /** Counts one frame; now and then the count goes out. */
    void frame() {
        frames++;
        Instant now = Instant.now();
        if (counted == null) {
            counted = now;
            send(Progress.State.RUNNING, "playing " + source.redacted());
        }
        Duration since = Duration.between(counted, now);
        if (since.compareTo(BETWEEN_COUNTS) >= 0) {
            double rate = (frames - countedFrames) * 1e9 / since.toNanos();
            send(
                    Progress.State.RUNNING,
                    "playing " + source.redacted(),
                    Map.of(StreamProgress.FRAMES_PER_SECOND, rate));
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
        notes.put(StreamProgress.PROBLEM, detail);
        send(Progress.State.RUNNING, detail);
    }

    /** It broke off, and is opened again after a pause. */
    void waiting(String detail) {
        LOG.warn("stream {}: {}", source.stream(), detail);
        notes.put(StreamProgress.PROBLEM, detail);
        restarts++;
        send(Progress.State.WAITING, detail);
        counted = null;
    }

    /** All is played for now, and more may come. */
    void idle(String detail) {
        LOG.info("stream {}: {}", source.stream(), detail);
        send(Progress.State.WAITING, detail);
        counted = null;
    }

    /** It reached its end by itself. */
    void played() {
        LOG.info("stream {}: ended after {} frames", source.stream(), frames);
        assignment.revision().ifPresent(revision -> notes.put(StreamProgress.PLAYED, Long.toString(revision)));
        send(Progress.State.DONE, "ended");
    }

    /** Somebody ended it. */
    void stopped() {
        LOG.info("stream {}: stopped after {} frames", source.stream(), frames);
        send(Progress.State.DONE, "stopped");
    }

    /** The end of a stream that should have gone on; never throws, as the frames' own failure may be the reason. */
    void failed(String reason) {
        LOG.error("stream {}: {}", source.stream(), reason);
        notes.put(StreamProgress.PROBLEM, reason);
        try {
            send(Progress.State.FAILED, reason);
        } catch (SendFailedException e) {
            LOG.error("stream {}: {}", source.stream(), e.getMessage());
        }
    }

    private void send(Progress.State state, String detail) {
        send(state, detail, Map.of());
    }

    private void send(Progress.State state, String detail, Map<String, Double> more) {
        Map<String, Double> figures = new HashMap<>(more);
        figures.put(StreamProgress.FRAMES, (double) frames);
        figures.put(StreamProgress.DROPPED, (double) dropped);
        figures.put(StreamProgress.RESTARTS, (double) restarts);
        String job = StreamProgress.job(source.stream());
        publisher.sendJson(Topic.PROGRESS, job, new Progress(job, state, detail, Instant.now(), figures, notes));
    }
}
