package dev.rewind.inference.drift;

import dev.rewind.topics.ClipReference;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.SendFailedException;
import dev.rewind.topics.Topic;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every labelled clip beside the pipeline, which never waits for it: what it is too busy for it leaves out. Drift
 * goes to {@code progress} and questions to {@code questions}.
 */
public final class Onlooker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Onlooker.class);
    private static final int WAITING = 1000;

    private final DriftWatch drift;
    private final Questioner questioner;
    private final RecordPublisher publisher;
    private final BlockingQueue<Sighting> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong leftOut = new AtomicLong();
    private final Thread thread = new Thread(this::work, "onlooker");

    /** Opens it; no broker is asked yet. */
    public Onlooker(KafkaConnection connection, DriftSettings drift, QuestionSettings questions) {
        this.drift = new DriftWatch(drift);
        this.questioner = new Questioner(questions);
        this.publisher = new RecordPublisher(connection, "inference-onlooker");
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes a clip to look at; returns at once. */
    public void saw(Sighting clip) {
        if (!waiting.offer(clip)) {
            leftOut.incrementAndGet();
        }
    }

    /** Clips that came faster than they could be looked at. */
    public long leftOut() {
        return leftOut.get();
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look(waiting.take());
            }
        } catch (InterruptedException e) {
            LOG.debug("closed", e);
        }
    }

    private void look(Sighting clip) {
        Instant now = Instant.now();
        try {
            drift.saw(clip, now).ifPresent(figures -> publisher.sendJson(Topic.PROGRESS, figures.job(), figures));
            questioner
                    .saw(clip, now)
                    .ifPresent(question -> publisher.sendJson(
                            Topic.QUESTIONS, ClipReference.of(question.label()).id(), question));
        } catch (SendFailedException e) {
            // The labels themselves go another way; what is lost here is said again with later clips.
            LOG.warn("drift or a question was not sent: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publisher.close();
    }
}
