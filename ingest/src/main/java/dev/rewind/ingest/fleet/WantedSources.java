package dev.rewind.ingest.fleet;

import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A worker's share of {@code sources}: whole partitions, each read from its beginning whenever it comes to this worker,
 * since what is wanted is all that its records say. A rebalance takes away only what goes elsewhere. For one thread.
 */
final class WantedSources implements AutoCloseable {
    static final String GROUP = "rewind-ingest";

    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** What becomes of a share. */
    interface Share {
        /** A record of a partition that this worker has. */
        void take(ConsumerRecord<String, byte[]> record);

        /** All that a partition said until now has been taken. */
        void isComplete(Set<Integer> partitions);

        /** These partitions go elsewhere; returns once nothing of them plays here. */
        void release(Set<Integer> partitions);
    }

    private final KafkaConsumer<String, byte[]> consumer;
    private final Share share;
    /** The partitions of which not all has been read, with the offset to read up to; null where that is not known yet. */
    private final Map<TopicPartition, Long> behind = new HashMap<>();

    private boolean assigned;

    WantedSources(KafkaConnection connection, WorkerSettings settings, Share share) {
        this.share = share;
        consumer = new KafkaConsumer<>(
                settings(connection, settings), new StringDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(Set.of(Topic.SOURCES.topicName()), new Rebalance());
    }

    /**
     * Takes what is new.
     *
     * @param patience how long to wait for something
     */
    void poll(Duration patience) {
        consumer.poll(patience).forEach(share::take);
        catchUp();
    }

    /** Whether this worker was given a share, be it an empty one, and took all that it said by then. */
    boolean isUpToDate() {
        return assigned && behind.isEmpty();
    }

    /** Makes a {@link #poll} in another thread end at once with a {@link org.apache.kafka.common.errors.WakeupException}. */
    void wakeup() {
        consumer.wakeup();
    }

    private void catchUp() {
        if (behind.isEmpty()) {
            return;
        }
        try {
            if (behind.containsValue(null)) {
                behind.putAll(consumer.endOffsets(behind.keySet(), ANSWER));
            }
            Set<TopicPartition> read = new HashSet<>(behind.keySet());
            read.removeIf(partition -> consumer.position(partition, ANSWER) < behind.get(partition));
            if (!read.isEmpty()) {
                share.isComplete(numbers(read));
                behind.keySet().removeAll(read);
            }
        } catch (TimeoutException e) {
            // The broker is away for a while; the next poll asks again.
        }
    }

    private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
        Set<Integer> numbers = new HashSet<>();
        partitions.forEach(partition -> numbers.add(partition.partition()));
        return numbers;
    }

    private static Map<String, Object> settings(KafkaConnection connection, WorkerSettings worker) {
        Map<String, Object> settings = connection.readerSettings();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, worker.name());
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        int silence = (int) worker.silence().toMillis();
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, silence);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, silence / 4);
        return settings;
    }

    /** Leaves the group, so that others take over at once. */
    @Override
    public void close() {
        consumer.close();
    }

    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> added) {
            consumer.seekToBeginning(added);
            added.forEach(partition -> behind.put(partition, null));
            assigned = true;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> gone) {
            gone.forEach(behind::remove);
            share.release(numbers(gone));
        }
    }
}
