package dev.rewind.deploy;

import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What lies on the labels topic, as any other consumer sees it. */
final class LabelTopic {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private LabelTopic() {}

    /** Every label committed so far. */
    static List<Label> readAll(KafkaConnection connection) {
        return read(connection, (consumer, labels) -> consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue()));
    }

    /** Every label from the beginning, until those read are what the test waits for. */
    static List<Label> readUntil(KafkaConnection connection, Predicate<List<Label>> enough) {
        return read(connection, (consumer, labels) -> enough.test(labels));
    }

    private static List<Label> read(
            KafkaConnection connection, BiPredicate<KafkaConsumer<String, Label>, List<Label>> enough) {
        Map<String, Object> settings = connection.readerSettings();
        settings.put("isolation.level", "read_committed");
        List<Label> labels = new ArrayList<>();
        try (KafkaConsumer<String, Label> consumer = new KafkaConsumer<>(
                settings, new StringDeserializer(), JsonSerde.of(Label.class).deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.LABELS.topicName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Instant deadline = Instant.now().plus(PATIENCE);
            while (!enough.test(consumer, labels)) {
                if (Instant.now().isAfter(deadline)) {
                    throw new AssertionError("only these labels came within " + PATIENCE + ": " + labels);
                }
                consumer.poll(Duration.ofMillis(200)).forEach(record -> labels.add(record.value()));
            }
        }
        return labels;
    }
}
