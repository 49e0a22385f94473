package dev.rewind.inference.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rewind.inference.InferenceService;
import dev.rewind.topics.ActionEvent;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicScan;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What begins and ends in streams is told once, whoever dies in the middle of it. */
@Timeout(180)
class EventsThroughACrashTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int MEBIBYTES = 160;
    private static final int SOME = 4;

    @TempDir
    private Path directory;

    @Test
    void tellsOfEachBeginningAndEndOnceAndInOrderWhenAProcessIsKilled() {
        Map<String, List<ActionEvent>> undisturbed = undisturbed();
        ActionEvent last = undisturbed.values().iterator().next().stream()
                .filter(event -> event.kind() == ActionEvent.Kind.START)
                .skip(SOME)
                .findFirst()
                .orElseThrow();
        try (EmbeddedBroker broker = broker("broker")) {
            KafkaConnection connection = broker.connection();
            Lights.send(connection);
            Child first = process(connection, "first", last.stream(), last.at());
            try {
                awaitUncommitted(connection, last);
            } finally {
                first.kill();
            }
            assertThat(events(connection).getOrDefault(last.stream(), List.of()))
                    .as("before it is committed")
                    .doesNotContain(last);
            Child second = process(connection, "second", "none", Instant.EPOCH);
            try {
                await(() -> isOver(connection));
            } finally {
                second.kill();
            }

            assertThat(events(connection)).isEqualTo(undisturbed);
        }
    }

    /** The same frames, on a broker of their own, where nobody dies. */
    private Map<String, List<ActionEvent>> undisturbed() {
        try (EmbeddedBroker calm = broker("calm")) {
            Lights.send(calm.connection());
            try (InferenceService service =
                    Lights.inference(calm.connection(), directory.resolve("undisturbed"), (label, scores) -> {})) {
                service.start();
                await(() -> isOver(calm.connection()));
            }
            Map<String, List<ActionEvent>> events = events(calm.connection());
            assertThat(events).hasSize(Lights.STREAMS);
            assertThat(events.values().stream().flatMap(List::stream))
                    .extracting(ActionEvent::kind, ActionEvent::cause)
                    .as("each kind of event is among them")
                    .contains(
                            tuple(ActionEvent.Kind.START, null),
                            tuple(ActionEvent.Kind.END, ActionEvent.Cause.SCORE),
                            tuple(ActionEvent.Kind.END, ActionEvent.Cause.STREAM));
            return events;
        }
    }

    private EmbeddedBroker broker(String name) {
        EmbeddedBroker broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(directory.resolve(name), 0));
        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
        return broker;
    }

    /** @param end of the label of the stream after which it stands still */
    private Child process(KafkaConnection connection, String name, String stream, Instant end) {
        return new Child(
                directory.resolve(name + ".log"),
                MEBIBYTES,
                LightsProcess.class,
                connection.bootstrapServers(),
                directory.resolve(name).toString(),
                stream,
                end.toString());
    }

    /** Whether each stream's last clip has its label, with which its last events are committed. */
    private static boolean isOver(KafkaConnection connection) {
        return committed(connection, Topic.LABELS, Label.class).values().stream()
                        .filter(labels -> labels.get(labels.size() - 1).to().equals(Lights.end()))
                        .count()
                == Lights.STREAMS;
    }

    private static Map<String, List<ActionEvent>> events(KafkaConnection connection) {
        return committed(connection, Topic.EVENTS, ActionEvent.class);
    }

    /** What whoever reads committed records sees of each stream, in order. */
    private static <T> Map<String, List<T>> committed(KafkaConnection connection, Topic topic, Class<T> type) {
        Map<String, List<T>> streams = new TreeMap<>();
        try (TopicScan scan = new TopicScan(connection, topic.topicName());
                Deserializer<T> json = JsonSerde.of(type).deserializer()) {
            scan.read(record -> streams.computeIfAbsent(new String(record.key(), UTF_8), name -> new ArrayList<>())
                    .add(json.deserialize(topic.topicName(), record.value())));
        }
        return streams;
    }

    /** Waits until the event lies on the broker, for whoever reads what is not committed. */
    private static void awaitUncommitted(KafkaConnection connection, ActionEvent event) {
        try (Deserializer<ActionEvent> json = JsonSerde.of(ActionEvent.class).deserializer();
                KafkaConsumer<byte[], ActionEvent> consumer =
                        new KafkaConsumer<>(connection.readerSettings(), new ByteArrayDeserializer(), json)) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.EVENTS.topicName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ActionEvent> seen = new ArrayList<>();
            await(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> seen.add(record.value()));
                return seen.contains(event);
            });
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }
}
