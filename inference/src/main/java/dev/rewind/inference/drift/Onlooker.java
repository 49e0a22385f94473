package dev.rewind.inference.drift;

import dev.rewind.inference.serving.LabelListener;
import dev.rewind.inference.serving.Scores;
import dev.rewind.topics.ClipReference;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.SendFailedException;
import dev.rewind.topics.Topic;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every labelled clip beside the pipeline, which never waits for it: while it is behind, newer clips are left out.
 * Drift goes to {@code progress}, questions go to {@code questions}.
 */
public final class Onlooker implements LabelListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Onlooker.class);
    private static final int WAITING = 1000;

    private final DriftWatch drift;
    private final Questioner questioner;
    private final RecordPublisher publisher;
    private final BlockingQueue<Sighting> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Thread thread = new Thread(this::work, "onlooker");

    /** Begins to look; no broker is asked yet. */
    public Onlooker(KafkaConnection connection, DriftSettings drift, QuestionSettings questions) {
        this.drift = new DriftWatch(drift);
        this.questioner = new Questioner(questions);
        this.publisher = new RecordPublisher(connection, "inference-onlooker");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void labelled(Label label, Scores scores) {
        var unused = waiting.offer(
                new Sighting(label, scores.clip().probabilities(), scores.clip().embedding(), scores.profile()));
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
            // Labels go another way; what is lost here is said again with later clips.
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
        try {
            publisher.close();
        } catch (SendFailedException e) {
            LOG.warn("drift or a question was not sent: {}", e.getMessage());
        }
    }
}
