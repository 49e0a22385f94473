package dev.rewind.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rewind.topics.ClipReference;
import dev.rewind.topics.FramePlaces;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.Question;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.Standing;
import dev.rewind.topics.models.Trial;
import dev.rewind.topics.models.WeightsPlace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker with every topic, a producer, and the console beside them, all real. */
final class Scene implements AutoCloseable {
    static final String SHA = "5f2b".repeat(16);

    private final EmbeddedBroker broker;
    private final RecordPublisher publisher;
    private final ConsoleServer server;

    private Scene(EmbeddedBroker broker, RecordPublisher publisher, ConsoleServer server) {
        this.broker = broker;
        this.publisher = publisher;
        this.server = server;
    }

    static Scene start(Path directory) {
        EmbeddedBroker broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(directory, 0));
        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
        ConsoleServer server = ConsoleServer.start(broker.connection(), new ConsoleSettings("127.0.0.1", 0));
        return new Scene(broker, new RecordPublisher(broker.connection(), "console-test"), server);
    }

    KafkaConnection connection() {
        return broker.connection();
    }

    ConsoleServer server() {
        return server;
    }

    Visitor visitor() {
        return new Visitor(server.address());
    }

    void send(Label label) {
        publisher.sendJson(Topic.LABELS, label.stream(), label);
        publisher.flush();
    }

    <T> void send(Topic topic, String key, T value) {
        publisher.sendJson(topic, key, value);
        publisher.flush();
    }

    void sendRaw(Topic topic, String key, String value) {
        publisher.send(topic, key, value.getBytes(StandardCharsets.UTF_8), new RecordHeaders());
        publisher.flush();
    }

    /** Sends a record of {@code frames} and says where it lies. */
    RecordMetadata sendFrame(String stream, byte[] value, String contentType) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(Topic.FRAMES.topicName(), stream, value);
        record.headers().add("content-type", contentType.getBytes(StandardCharsets.UTF_8));
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(connection().clientSettings(), new StringSerializer(), new ByteArraySerializer())) {
            return producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the frame was not sent", e);
        }
    }

    /** The newest record of a key, a tombstone maybe; empty where there is none. */
    Optional<ConsumerRecord<String, byte[]>> newest(Topic topic, String key) {
        Optional<ConsumerRecord<String, byte[]>> newest = Optional.empty();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                connection().readerSettings(), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!partitions.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    newest = record.key().equals(key) ? Optional.of(record) : newest;
                }
            }
        }
        return newest;
    }

    /** What is asked about a label's clip. */
    void ask(Label label, double uncertainty) {
        send(Topic.QUESTIONS, ClipReference.of(label).id(), new Question(label, uncertainty, Instant.now()));
    }

    /** The same label of other frames. */
    static Label at(Label label, int partition, long first, long last) {
        return new Label(
                label.stream(),
                label.from(),
                label.to(),
                label.top(),
                label.model(),
                new Label.Lineage(partition, first, last, 16),
                label.latency());
    }

    /** A label whose best class is the given one. */
    static Label label(String stream, String action, double score) {
        List<Label.Score> top = List.of(
                new Label.Score(action, score),
                new Label.Score("stand", (1 - score) * 0.7),
                new Label.Score("turn", (1 - score) * 0.3));
        return label(stream, Instant.now(), top);
    }

    static Label label(String stream, Instant to, List<Label.Score> top) {
        return new Label(
                stream,
                to.minusSeconds(2),
                to,
                top,
                new Label.Model("synthetic-1", SHA),
                new Label.Lineage(0, 10, 12, 16, FramePlaces.parse("10-12/2:0-7"), null),
                new Label.Latency(2L, 3L, 5, 1L, 31, 48, 1L, 91));
    }

    static ModelRecord model(String version, ModelRecord.State state) {
        return new ModelRecord(
                version,
                null,
                Standing.of(state, Instant.now(), "for a test"),
                new WeightsPlace(SHA, 2_500_000, 3, 0, 0),
                new Trial(Map.of("top1", 0.962), null, null),
                null,
                JsonNodeFactory.instance.objectNode().put("preset", "rev-mvit-tiny"));
    }

    @Override
    public void close() {
        server.close();
        publisher.close();
        broker.close();
    }
}
