package dev.rewind.deploy.replay;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicScan;
import dev.rewind.topics.TopicSetup;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A topic with the labels of one replay and nothing else, each under its stream's name. It is made for it: the labels of a
 * replay that was broken off, and run again, would lie there twice.
 */
final class OwnTopic implements LabelSink {
    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private final Serializer<Label> json = JsonSerde.of(Label.class).serializer();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    private OwnTopic(KafkaConnection connection, String topic) {
        this.topic = topic;
        Map<String, Object> settings = connection.clientSettings();
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "rewind-replay");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Whether a replay may have a topic of that name.
     *
     * @throws IllegalArgumentException if another part of the system has it
     */
    static void requireFree(String topic) {
        boolean taken =
                Arrays.stream(Topic.values()).anyMatch(ours -> ours.topicName().equals(topic))
                        || topic.startsWith("__")
                        || topic.endsWith("-changelog");
        if (taken) {
            throw new IllegalArgumentException("--topic must be one of the replay's own, but '" + topic
                    + "' belongs to others, who would take its labels for theirs; choose another name");
        }
    }

    /**
     * Makes the topic.
     *
     * @throws CommandFailure if it cannot be made, or holds records
     */
    static OwnTopic create(KafkaConnection connection, String topic, TopicSetup.Layout layout) {
        try (Admin admin = Admin.create(connection.clientSettings())) {
            NewTopic like = Topic.LABELS.description(layout.partitions(), layout.replication());
            admin.createTopics(List.of(
                            new NewTopic(topic, layout.partitions(), layout.replication()).configs(like.configs())))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new CommandFailure(
                        "the topic '" + topic + "' cannot be made: "
                                + e.getCause().getMessage() + "; choose another name, or make it yourself",
                        e);
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        requireEmpty(connection, topic);
        return new OwnTopic(connection, topic);
    }

    /** Also makes sure that each partition answers: a producer may lose records to one that does not yet. */
    private static void requireEmpty(KafkaConnection connection, String topic) {
        try (TopicScan scan = new TopicScan(connection, topic)) {
            if (!scan.isEmpty()) {
                throw new CommandFailure(
                        "the topic '" + topic + "' holds records already; choose another name, or delete it");
            }
        }
    }

    @Override
    public void add(Label label) {
        throwFailure();
        byte[] key = label.stream().getBytes(StandardCharsets.UTF_8);
        var unused = producer.send(
                new ProducerRecord<>(topic, key, json.serialize(topic, label)),
                (metadata, failed) -> failure.compareAndSet(null, failed));
    }

    @Override
    public void complete() {
        producer.flush();
        throwFailure();
    }

    private void throwFailure() {
        if (failure.get() != null) {
            throw new CommandFailure(
                    "a label did not reach '" + topic + "': " + failure.get().getMessage()
                            + "; delete the topic, look at the broker's log, then try again",
                    failure.get());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
