package dev.rewind.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;

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
                new Label.Lineage(0, 10, 12, 16),
                new Label.Latency(12, 31, 48, 91));
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
