package dev.rewind.topics.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicReader;
import dev.rewind.topics.TopicSetup;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedBrokerTest {
    @TempDir
    private Path directory;

    @Test
    void shouldKeepItsDataOverARestart() {
        Set<String> sent;
        try (EmbeddedBroker broker = start()) {
            sent = publish(broker.connection());
            broker.close();
        }
        try (EmbeddedBroker broker = start()) {
            assertThat(keys(broker.connection())).isEqualTo(sent);
        }
    }

    @Test
    @Timeout(120)
    void shouldKeepWhatItAcknowledgedWhenItsProcessIsKilled() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Set<String> sent;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            sent = publish(KafkaConnection.of(out.readLine()));
            assertThatThrownBy(this::start)
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("is in use by another broker");
        } finally {
            process.destroyForcibly().waitFor();
        }

        try (EmbeddedBroker broker = start()) {
            assertThat(keys(broker.connection())).isEqualTo(sent);
        }
    }

    @Test
    void saysThatAFolderIsInUse() {
        try (EmbeddedBroker broker = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContainingAll(directory.toString(), "in use", "choose another folder");
            assertThat(publish(broker.connection())).isNotEmpty();
        }
    }

    @Test
    void saysThatAPortIsTakenAndFreesTheFolder() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var settings = new EmbeddedBroker.Settings(directory, taken.getLocalPort());

            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> EmbeddedBroker.start(settings))
                        .isInstanceOf(BrokerStartException.class)
                        .hasMessageContainingAll("127.0.0.1:" + taken.getLocalPort(), "choose another port");
            }
        }
    }

    @Test
    void saysThatAFolderCannotBeMade() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> EmbeddedBroker.start(new EmbeddedBroker.Settings(file, 0)))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContainingAll(file.toString(), "choose a folder");
    }

    @Test
    void saysThatAFolderBelongsToAnotherNode() throws IOException {
        Files.writeString(
                directory.resolve("meta.properties"), "version=1\nnode.id=7\ncluster.id=AAAAAAAAAAAAAAAAAAAAAA\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContainingAll(directory.toString(), "7", "another folder")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void survivesDataItCannotReadAndFreesTheFolder() throws IOException {
        Files.createFile(directory.resolve("__cluster_metadata-0"));

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContainingAll(directory.toString(), "cannot start", "__cluster_metadata-0");
        }
    }

    @Test
    @Timeout(60)
    void shouldServeTransactionsAndGroups() {
        try (EmbeddedBroker broker = start()) {
            publish(broker.connection());

            moveInTransaction(broker.connection(), false);
            moveInTransaction(broker.connection(), true);

            KafkaConnection committed = broker.connection().with(Map.of("isolation.level", "read_committed"));
            assertThat(TopicReader.readAll(committed, Topic.DEAD_LETTERS)).hasSize(5000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void saysThatAPortIsNone(int port) {
        assertThatThrownBy(() -> new EmbeddedBroker.Settings(directory, port))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Integer.toString(port));
    }

    private EmbeddedBroker start() {
        return EmbeddedBroker.start(new EmbeddedBroker.Settings(directory, 0));
    }

    private static Set<String> publish(KafkaConnection connection) {
        TopicSetup.ensure(connection, TopicSetup.Layout.embedded());
        Set<String> keys = IntStream.range(0, 5000).mapToObj(i -> "k" + i).collect(Collectors.toSet());
        try (RecordPublisher publisher = new RecordPublisher(connection, "test")) {
            keys.forEach(key -> publisher.send(Topic.LABELS, key, new byte[100], new RecordHeaders()));
        }
        return keys;
    }

    /** Copies labels to dead letters with their offsets, as one transaction that commits or aborts. */
    private static void moveInTransaction(KafkaConnection connection, boolean commit) {
        Map<String, Object> reading = connection
                .with(Map.of("group.id", "mover", "auto.offset.reset", "earliest", "enable.auto.commit", "false"))
                .clientSettings();
        Map<String, Object> writing =
                connection.with(Map.of("transactional.id", "mover")).clientSettings();
        try (var consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.subscribe(List.of(Topic.LABELS.topicName()));
            producer.initTransactions();
            producer.beginTransaction();
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            for (int moved = 0; moved < 5000; ) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    producer.send(new ProducerRecord<>(Topic.DEAD_LETTERS.topicName(), record.key(), record.value()));
                    offsets.put(
                            new TopicPartition(record.topic(), record.partition()),
                            new OffsetAndMetadata(record.offset() + 1));
                    moved++;
                }
            }
            producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
        awaitEnd(writing);
    }

    /** Readers learn of a commit after whoever made it; the next one of that name has to wait for them. */
    private static void awaitEnd(Map<String, Object> writing) {
        try (var next = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            next.initTransactions();
        }
    }

    private static Set<String> keys(KafkaConnection connection) {
        return TopicReader.readAll(connection, Topic.LABELS).stream()
                .map(record -> new String(record.key(), StandardCharsets.UTF_8))
                .collect(Collectors.toSet());
    }
}
