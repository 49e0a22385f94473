package dev.rewind.deploy.label;

import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Stretches of a topic as it is now, committed records only, each partition in its order. For one thread. */
final class TopicWindow implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> begin;
    private final Map<TopicPartition, Long> end;

    /** Looks at a topic, which must exist. */
    TopicWindow(KafkaConnection connection, Topic topic) {
        Map<String, Object> settings = connection.readerSettings();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        try {
            partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            begin = consumer.beginningOffsets(partitions);
            end = consumer.endOffsets(partitions);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    int partitions() {
        return partitions.size();
    }

    /** The longest partition's records, those that compaction or retention took included. */
    long length() {
        return partitions.stream()
                .mapToLong(partition -> end.get(partition) - begin.get(partition))
                .max()
                .orElse(0);
    }

    /**
     * Reads a stretch of every partition.
     *
     * @param back where it begins, in records before the partition's end
     * @param until where it ends, likewise; 0 for the end itself
     */
    void read(long back, long until, Consumer<ConsumerRecord<String, byte[]>> take) {
        read(partition -> offset(partition, back), partition -> offset(partition, until), take);
    }

    /** Reads what lies at an offset, of every partition that has a record there. */
    void readAt(long offset, Consumer<ConsumerRecord<String, byte[]>> take) {
        read(
                partition -> Math.max(begin.get(partition), offset),
                partition -> Math.min(end.get(partition), offset + 1),
                take);
    }

    private void read(
            ToLongFunction<TopicPartition> from,
            ToLongFunction<TopicPartition> to,
            Consumer<ConsumerRecord<String, byte[]>> take) {
        Map<TopicPartition, Long> stops = partitions.stream()
                .filter(partition -> from.applyAsLong(partition) < to.applyAsLong(partition))
                .collect(Collectors.toMap(partition -> partition, to::applyAsLong));
        consumer.assign(stops.keySet());
        stops.keySet().forEach(partition -> consumer.seek(partition, from.applyAsLong(partition)));
        while (stops.entrySet().stream().anyMatch(stop -> consumer.position(stop.getKey()) < stop.getValue())) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < stops.get(new TopicPartition(record.topic(), record.partition()))) {
                    take.accept(record);
                }
            }
        }
    }

    private long offset(TopicPartition partition, long back) {
        return Math.max(begin.get(partition), end.get(partition) - back);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
