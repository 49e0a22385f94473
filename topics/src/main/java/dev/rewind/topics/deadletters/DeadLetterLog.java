package dev.rewind.topics.deadletters;

import dev.rewind.topics.DeadLetterHeaders;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicScan;
import dev.rewind.topics.deadletters.DeadLetter.Id;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What lies on {@code dead-letters}. Which letters were put back is said there, too: by a mark, a record of the letter's
 * partition that is written in one transaction with the record that goes back. The topic keeps a mark for longer than its
 * letter, which lies before it.
 */
public final class DeadLetterLog {
    private final KafkaConnection connection;

    /** The log of a cluster; the topic must be there. */
    public DeadLetterLog(KafkaConnection connection) {
        this.connection = connection;
    }

    /**
     * Every letter that lies there now, each partition from its oldest on; one at a time is in memory.
     *
     * @param take gets the letter, and when it was put back; empty when it was not
     * @throws dev.rewind.topics.BrokerUnreachableException if the broker gives no records
     */
    public void read(BiConsumer<DeadLetter, Optional<Instant>> take) {
        try (TopicScan scan = new TopicScan(connection, Topic.DEAD_LETTERS.topicName())) {
            Map<Id, Instant> redriven = new HashMap<>();
            scan.read(record -> RedriveMark.read(record)
                    .ifPresent(id -> redriven.put(id, Instant.ofEpochMilli(record.timestamp()))));
            scan.read(record -> {
                if (RedriveMark.read(record).isEmpty()) {
                    DeadLetter letter = letter(record);
                    take.accept(letter, Optional.ofNullable(redriven.get(letter.id())));
                }
            });
        }
    }

    /** One letter; empty when there is none at that place. */
    public Optional<DeadLetter> find(Id id) {
        TopicPartition partition = new TopicPartition(Topic.DEAD_LETTERS.topicName(), id.partition());
        List<DeadLetter> found = new ArrayList<>(1);
        try (TopicScan scan = new TopicScan(connection, partition.topic())) {
            scan.read(Map.of(partition, id.offset()), Map.of(partition, id.offset() + 1), record -> {
                if (RedriveMark.read(record).isEmpty()) {
                    found.add(letter(record));
                }
            });
        }
        return found.stream().findFirst();
    }

    private static DeadLetter letter(ConsumerRecord<byte[], byte[]> record) {
        return new DeadLetter(
                new Id(record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                record.key(),
                record.value(),
                DeadLetterHeaders.without(record.headers()),
                DeadLetterHeaders.read(record.headers()),
                RedriveMark.attempts(record.headers()));
    }
}
