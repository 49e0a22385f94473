package dev.rewind.deploy;

import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a compacted topic says, as any other consumer sees it. */
final class TopicRecords {
    private TopicRecords() {}

    /** The newest record of each key, tombstones included. */
    static Map<String, ConsumerRecord<String, byte[]>> newest(KafkaConnection connection, Topic topic) {
        Map<String, ConsumerRecord<String, byte[]>> records = new LinkedHashMap<>();
        Map<String, Object> settings = connection.readerSettings();
        settings.put("isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            Instant deadline = Instant.now().plusSeconds(60);
            while (!partitions.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition))) {
                if (Instant.now().isAfter(deadline)) {
                    throw new AssertionError("read only " + records.keySet() + " up to " + ends);
                }
                consumer.poll(Duration.ofMillis(100)).forEach(record -> records.put(record.key(), record));
            }
        }
        return records;
    }
}
