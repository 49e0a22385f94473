package dev.rewind.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.topics.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TopicSetupTest {
    private static EmbeddedBroker broker;
    private static Admin admin;

    @BeforeAll
    static void startBroker(@TempDir Path directory) {
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(directory, 0));
        admin = Admin.create(broker.connection().clientSettings());
    }

    @AfterAll
    static void stopBroker() {
        admin.close();
        broker.close();
    }

    @BeforeEach
    void removeTopics() throws Exception {
        Set<String> left = admin.listTopics().names().get();
        admin.deleteTopics(left).all().get();
    }

    @Test
    void shouldCreateEveryTopicWithItsSettings() throws Exception {
        TopicSetup.ensure(broker.connection(), new TopicSetup.Layout(3, (short) 1));

        var descriptions = admin.describeTopics(names()).allTopicNames().get();
        assertThat(descriptions.values()).allSatisfy(topic -> assertThat(topic.partitions())
                .hasSize(topic.name().equals("models") ? 1 : 3));
        assertThat(setting(Topic.SOURCES, "cleanup.policy")).isEqualTo("compact");
        assertThat(setting(Topic.MODEL_WEIGHTS, "cleanup.policy")).isEqualTo("compact");
        assertThat(setting(Topic.FRAMES, "cleanup.policy")).isEqualTo("delete");
        assertThat(setting(Topic.FRAMES, "retention.ms"))
                .isEqualTo(Long.toString(Duration.ofDays(1).toMillis()));
        assertThat(setting(Topic.LABELS, "retention.ms"))
                .isEqualTo(Long.toString(Duration.ofDays(7).toMillis()));
    }

    @Test
    void shouldLoseNothingSentRightAfterwards() {
        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());

        Set<String> sent = IntStream.range(0, 10_000).mapToObj(i -> "r" + i).collect(Collectors.toSet());
        try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
            for (String key : sent) {
                publisher.send(Topic.FRAMES, key, new byte[] {1}, new RecordHeaders());
            }
        }

        assertThat(TopicReader.readAll(broker.connection(), Topic.FRAMES))
                .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
                .hasSameSizeAs(sent)
                .containsAll(sent);
    }

    @Test
    void shouldLeaveExistingTopicsAsTheyAre() throws Exception {
        admin.createTopics(List.of(new NewTopic(Topic.LABELS.topicName(), 7, (short) 1)))
                .all()
                .get();

        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());

        var descriptions = admin.describeTopics(names()).allTopicNames().get();
        assertThat(descriptions.get("labels").partitions()).hasSize(7);
        assertThat(descriptions.get("frames").partitions()).hasSize(4);
    }

    @Test
    void saysWhichTopicTheClusterRefuses() {
        assertThatThrownBy(() -> TopicSetup.ensure(broker.connection(), new TopicSetup.Layout(1, (short) 3)))
                .isInstanceOf(TopicSetupException.class)
                .hasMessageContainingAll(broker.connection().bootstrapServers(), "replication 3", "change the layout")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldFindTheEmbeddedBrokerFitForExactlyOnce() {
        assertThatCode(() -> TopicSetup.requireExactlyOnce(broker.connection())).doesNotThrowAnyException();
    }

    @Test
    @Timeout(10)
    void saysSoonThatNoBrokerAnswersAndWhere() throws IOException {
        int unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }
        assertUnreachable("127.0.0.1:" + unused);
    }

    @Test
    @Timeout(10)
    void saysSoonThatSomethingElseListens() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertUnreachable("127.0.0.1:" + silent.getLocalPort());
        }
    }

    @Test
    @Timeout(10)
    void saysThatAHostCannotBeFound() {
        assertUnreachable("no-such-host.invalid:9092");
    }

    private static void assertUnreachable(String address) {
        assertThatThrownBy(() -> TopicSetup.ensure(KafkaConnection.of(address), TopicSetup.Layout.embedded()))
                .isInstanceOf(BrokerUnreachableException.class)
                .hasMessageContainingAll(address, "check")
                .message()
                .doesNotContain("\n");
    }

    private static String setting(Topic topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(name)
                .value();
    }

    private static List<String> names() {
        return Arrays.stream(Topic.values()).map(Topic::topicName).toList();
    }
}
