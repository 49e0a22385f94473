package dev.rewind.topics;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Walks through what a topic holds at the moment: committed records only, each partition in its order, one record after
 * another and none kept. For one thread.
 */
public final class TopicScan implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaConnection connection;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String topic;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> begin;
    private final Map<TopicPartition, Long> end;

    /** Looks where a topic begins and ends; one that is not there has no partitions. */
    public TopicScan(KafkaConnection connection, String topic) {
        this.connection = connection;
        this.topic = topic;
        Map<String, Object> settings = connection.readerSettings();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            partitions = consumer.partitionsFor(topic, PATIENCE).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            begin = consumer.beginningOffsets(partitions, PATIENCE);
            end = consumer.endOffsets(partitions, PATIENCE);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** How many partitions the topic has. */
    public int partitions() {
        return partitions.size();
    }

    /** Whether no partition holds anything. */
    public boolean isEmpty() {
        return begin.equals(end);
    }

    /** The longest partition's records, those that compaction or retention took included. */
    public long length() {
        return partitions.stream()
                .mapToLong(partition -> end.get(partition) - begin.get(partition))
                .max()
                .orElse(0);
    }

    /** Where the last so many records of each partition begin; 0 for its end. */
    public Map<TopicPartition, Long> beforeEnd(long records) {
        Map<TopicPartition, Long> offsets = new HashMap<>(end);
        offsets.replaceAll((partition, stop) -> Math.max(begin.get(partition), stop - records));
        return offsets;
    }

    /** Where the first record of each partition lies whose timestamp is that of the instant or later. */
    public Map<TopicPartition, Long> at(Instant instant) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, Math.max(0, instant.toEpochMilli())));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times, PATIENCE);
        Map<TopicPartition, Long> offsets = new HashMap<>(end);
        found.forEach((partition, place) -> {
            if (place != null) {
                offsets.put(partition, Math.min(place.offset(), end.get(partition)));
            }
        });
        return offsets;
    }

    /** Walks through all of it. */
    public void read(Consumer<ConsumerRecord<byte[], byte[]>> take) {
        read(begin, end, take);
    }

    /** Walks through some partitions from an offset to the end. */
    public void readFrom(Map<TopicPartition, Long> from, Consumer<ConsumerRecord<byte[], byte[]>> take) {
        read(from, end, take);
    }

    /** Takes what lies at an offset, of every partition that has a record there. */
    public void readAt(long offset, Consumer<ConsumerRecord<byte[], byte[]>> take) {
        Map<TopicPartition, Long> from = new HashMap<>(begin);
        from.replaceAll((partition, first) -> Math.max(first, offset));
        Map<TopicPartition, Long> until = new HashMap<>(end);
        until.replaceAll((partition, stop) -> offset + 1);
        read(from, until, take);
    }

    /**
     * Walks through a stretch of some partitions.
     *
     * @param from where each begins
     * @param until the offset behind each, at most the topic's end; a partition that is not in both is left alone
     * @throws BrokerUnreachableException if the broker gives nothing for 30 s
     */
    public void read(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> until,
            Consumer<ConsumerRecord<byte[], byte[]>> take) {
        Map<TopicPartition, Long> stops = new HashMap<>(until);
        stops.replaceAll((partition, stop) -> Math.min(stop, end.getOrDefault(partition, 0L)));
        stops.entrySet().removeIf(stop -> from.getOrDefault(stop.getKey(), Long.MAX_VALUE) >= stop.getValue());
        consumer.assign(stops.keySet());
        stops.keySet().forEach(partition -> consumer.seek(partition, from.get(partition)));
        long patientUntil = System.nanoTime() + PATIENCE.toNanos();
        while (!stops.isEmpty()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Long stop = stops.get(new TopicPartition(record.topic(), record.partition()));
                if (stop != null && record.offset() < stop) {
                    take.accept(record);
                }
            }
            boolean ended =
                    stops.entrySet().removeIf(stop -> consumer.position(stop.getKey(), PATIENCE) >= stop.getValue());
            if (ended) {
                consumer.assign(stops.keySet()); // what lies behind is nobody's concern
            }
            patientUntil = records.isEmpty() ? patientUntil : System.nanoTime() + PATIENCE.toNanos();
            if (System.nanoTime() > patientUntil) {
                throw new BrokerUnreachableException(
                        "'" + topic + "' at " + connection.bootstrapServers() + " gave no record for "
                                + PATIENCE.toSeconds() + " s; look at the broker's log",
                        null);
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
