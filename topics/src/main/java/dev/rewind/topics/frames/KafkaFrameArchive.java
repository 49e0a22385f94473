package dev.rewind.topics.frames;

import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topic itself, read by a consumer of its own for as long as a look-up takes. */
public final class KafkaFrameArchive implements FrameArchive {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    /** A seek throws away what was fetched ahead, so that nearby offsets are cheaper to read through. */
    private static final long WORTH_A_SEEK = 500;

    private final KafkaConnection connection;

    public KafkaFrameArchive(KafkaConnection connection) {
        this.connection = connection;
    }

    @Override
    public Map<Long, ConsumerRecord<byte[], byte[]>> read(int partition, SortedSet<Long> offsets) {
        TopicPartition frames = new TopicPartition(Topic.FRAMES.topicName(), partition);
        Map<Long, ConsumerRecord<byte[], byte[]>> found = new HashMap<>();
        TreeSet<Long> wanted = new TreeSet<>(offsets);
        try (Consumer<byte[], byte[]> consumer = open()) {
            consumer.assign(List.of(frames));
            long end = consumer.endOffsets(List.of(frames), PATIENCE).get(frames);
            long patientUntil = System.nanoTime() + PATIENCE.toNanos();
            long position = Long.MIN_VALUE;
            while (!wanted.isEmpty() && wanted.first() < end) {
                if (wanted.first() - position > WORTH_A_SEEK || position == Long.MIN_VALUE) {
                    consumer.seek(frames, wanted.first());
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (wanted.remove(record.offset())) {
                        found.put(record.offset(), record);
                    }
                    patientUntil = System.nanoTime() + PATIENCE.toNanos();
                }
                position = consumer.position(frames, PATIENCE);
                wanted.headSet(position).clear();
                if (System.nanoTime() > patientUntil) {
                    throw new FramesUnavailableException("partition " + partition + " of '" + Topic.FRAMES.topicName()
                            + "' gave no record for " + PATIENCE.toSeconds() + " s; look at the broker's log");
                }
            }
        }
        return found;
    }

    private Consumer<byte[], byte[]> open() {
        return new KafkaConsumer<>(
                connection.readerSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
