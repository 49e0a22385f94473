package dev.rewind.topics.sources;

import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Progress;
import dev.rewind.topics.Topic;
import dev.rewind.topics.UnreadableRecordException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what the topics say of sources now. */
public final class SourceFeed {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaConnection connection;

    private SourceFeed(KafkaConnection connection) {
        this.connection = connection;
    }

    /**
     * Every source, and what is told of it.
     *
     * @throws TimeoutException if the broker does not answer
     */
    public static SourceCatalog read(KafkaConnection connection) {
        SourceFeed feed = new SourceFeed(connection);
        Map<String, SourceRecord> sources = new HashMap<>();
        feed.read(Topic.SOURCES, record -> {
            if (record.key() != null) {
                sources.remove(record.key());
            }
            SourceRecord.read(record).ifPresent(source -> sources.put(source.stream(), source));
        });
        return new SourceCatalog(sources, feed.told());
    }

    /** What ingest said last of each stream. */
    public static Map<String, Progress> told(KafkaConnection connection) {
        return new SourceFeed(connection).told();
    }

    private Map<String, Progress> told() {
        Map<String, Progress> told = new HashMap<>();
        try (var json = JsonSerde.of(Progress.class).deserializer()) {
            read(Topic.PROGRESS, record -> StreamProgress.stream(record.key()).ifPresent(stream -> {
                told.remove(stream);
                try {
                    if (record.value() != null) {
                        told.put(stream, json.deserialize(record.topic(), record.value()));
                    }
                } catch (UnreadableRecordException e) {
                    // Whoever wrote it, it tells nothing.
                }
            }));
        }
        return told;
    }

    /** Reads a topic up to the ends that its partitions have now. */
    private void read(Topic topic, Consumer<ConsumerRecord<String, byte[]>> take) {
        Map<String, Object> settings = connection.readerSettings();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName(), PATIENCE).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
            long patientUntil = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue())) {
                ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
                records.forEach(take);
                if (!records.isEmpty()) {
                    patientUntil = System.nanoTime() + PATIENCE.toNanos();
                } else if (System.nanoTime() > patientUntil) {
                    throw new TimeoutException("'" + topic.topicName() + "' at " + connection.bootstrapServers()
                            + " gave no record for " + PATIENCE.toSeconds() + " s; look at the broker's log");
                }
            }
        }
    }
}
