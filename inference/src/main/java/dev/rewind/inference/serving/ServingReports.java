package dev.rewind.inference.serving;

import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Progress;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.SendFailedException;
import dev.rewind.topics.Topic;
import dev.rewind.topics.models.ServingReport;
import dev.rewind.topics.models.ShadowReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says on {@code progress} which models this process took over, which it refused and why, and how a shadow compares. */
final class ServingReports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServingReports.class);
    private static final long SHADOW_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final RecordPublisher publisher;
    private final String instance;
    private ShadowReport lastShadow;
    private long lastShadowAt;

    ServingReports(KafkaConnection connection, String instance) {
        this.publisher = new RecordPublisher(connection, "rewind-serving-" + instance);
        this.instance = instance;
    }

    void takenOver(String version) {
        LOG.info("model {} is loaded, checked and warm", version);
        send(new ServingReport(version, instance, Optional.empty()).toProgress(Instant.now()));
    }

    void refused(String version, String reason, String serving) {
        LOG.error("model {} is refused, {} serves on: {}", version, serving, reason);
        send(new ServingReport(version, instance, Optional.of(reason)).toProgress(Instant.now()));
    }

    /** Passes a comparison on that says something new, at most once a second. */
    void shadow(ShadowReport report) {
        if (System.nanoTime() - lastShadowAt >= SHADOW_EVERY_NANOS) {
            lastWord(report);
        }
    }

    /** Passes a comparison on that says something new, at once. */
    void lastWord(ShadowReport report) {
        if (!report.equals(lastShadow)) {
            lastShadow = report;
            lastShadowAt = System.nanoTime();
            send(report.toProgress(Instant.now()));
        }
    }

    private void send(Progress progress) {
        try {
            publisher.sendJson(Topic.PROGRESS, progress.job(), progress);
        } catch (SendFailedException e) {
            LOG.warn("an earlier report did not reach '{}': {}", Topic.PROGRESS.topicName(), e.getMessage());
            publisher.sendJson(Topic.PROGRESS, progress.job(), progress); // each failure comes up once
        }
    }

    @Override
    public void close() {
        try {
            publisher.close();
        } catch (SendFailedException e) {
            LOG.warn("the last reports did not reach '{}': {}", Topic.PROGRESS.topicName(), e.getMessage());
        }
    }
}
