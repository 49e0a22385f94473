package dev.rewind.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LostBrokerTest {
    @Test
    void waitsForItsBrokerAndFindsItAgainAfterALoss(@TempDir Path directory) throws IOException {
        int port = freePort();
        EmbeddedBroker.Settings settings = new EmbeddedBroker.Settings(directory.resolve("broker"), port);
        KafkaConnection connection = KafkaConnection.of("127.0.0.1:" + port);

        try (ConsoleServer server = ConsoleServer.start(connection, new ConsoleSettings("127.0.0.1", 0))) {
            Visitor visitor = new Visitor(server.address());
            JsonNode early = visitor.eventually("/health", health -> saysWhy(health, "does not answer"));
            assertThat(early.get("reason").asText()).contains("127.0.0.1:" + port, "--bootstrap-servers");
            assertThat(visitor.get("/health").statusCode()).isEqualTo(503);

            try (EmbeddedBroker broker = EmbeddedBroker.start(settings)) {
                visitor.eventually("/health", health -> saysWhy(health, "has no topic labels, models, progress"));
                TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
                send(connection, "before");
                visitor.eventually("/api/streams", streams -> streams.toString().contains("before"));
                visitor.eventually(
                        "/health", health -> health.get("status").asText().equals("UP"));
            }
            visitor.eventually("/health", health -> saysWhy(health, "does not answer"));

            try (EmbeddedBroker again = EmbeddedBroker.start(settings)) {
                send(again.connection(), "after");
                visitor.eventually("/api/streams", streams -> streams.toString().contains("after"));
                visitor.eventually(
                        "/health", health -> health.get("status").asText().equals("UP"));
            }
        }
    }

    private static boolean saysWhy(JsonNode health, String reason) {
        return health.get("status").asText().equals("DOWN")
                && health.path("reason").asText().contains(reason);
    }

    private static void send(KafkaConnection connection, String stream) {
        try (RecordPublisher publisher = new RecordPublisher(connection, "lost-broker-test")) {
            publisher.sendJson(Topic.LABELS, stream, Scene.label(stream, "walk", 0.9));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
