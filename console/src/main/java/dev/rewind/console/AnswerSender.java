package dev.rewind.console;

import dev.rewind.topics.Feedback;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.sources.SourceSpec;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Sends what people say, one at a time, and returns when the broker has it. Safe for concurrent use. */
final class AnswerSender implements AutoCloseable {
    /** A person waits for it; whoever hears of a failure tries again. */
    private static final Map<String, String> SOON = Map.of(
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "10000",
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000",
            ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000",
            ProducerConfig.LINGER_MS_CONFIG, "0");

    private final RecordPublisher publisher;

    AnswerSender(KafkaConnection connection) {
        publisher = new RecordPublisher(connection.with(SOON), "rewind-console");
    }

    /**
     * Sends an answer.
     *
     * @param asked whether its clip is a question, which goes off every list then
     * @throws dev.rewind.topics.SendFailedException if the broker did not take it
     * @throws org.apache.kafka.common.errors.TimeoutException if there is no broker
     */
    synchronized void send(Feedback feedback, boolean asked) {
        feedback.send(publisher);
        publisher.flush(); // the answer lies there before the question is gone
        if (asked) {
            publisher.sendJson(Topic.QUESTIONS, feedback.clip().id(), null);
            publisher.flush();
        }
    }

    /** Takes a clip out of the training set; fails as {@link #send} does. */
    synchronized void forget(String clip) {
        publisher.send(Topic.LABELLED_CLIPS, clip, null, new RecordHeaders());
        publisher.flush();
    }

    /**
     * Says what is to be played under a stream's id; fails as {@link #send} does.
     *
     * @param source null for nothing any more
     */
    synchronized void send(String stream, SourceSpec source) {
        publisher.sendJson(Topic.SOURCES, stream, source);
        publisher.flush();
    }

    @Override
    public void close() {
        publisher.close();
    }
}
