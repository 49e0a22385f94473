package dev.rewind.training.service;

import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Records of {@code labelled-clips} that a later one of their key has replaced: they lie there until compaction. */
final class EarlierClips {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConnection connection;

    EarlierClips(KafkaConnection connection) {
        this.connection = connection;
    }

    /** The record at a place, if it is still there. */
    Optional<ConsumerRecord<String, byte[]>> read(int partition, long offset) {
        TopicPartition clips = new TopicPartition(Topic.LABELLED_CLIPS.topicName(), partition);
        try (Consumer<String, byte[]> consumer = open()) {
            consumer.assign(List.of(clips));
            consumer.seek(clips, offset);
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < until) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    // Where compaction took it, the next one comes first.
                    return Optional.of(record).filter(found -> found.offset() == offset);
                }
            }
            return Optional.empty();
        }
    }

    private Consumer<String, byte[]> open() {
        Map<String, Object> settings = connection.readerSettings();
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
