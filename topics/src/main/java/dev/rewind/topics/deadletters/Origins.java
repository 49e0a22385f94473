package dev.rewind.topics.deadletters;

import dev.rewind.topics.DeadLetterHeaders.Origin;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicScan;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The topics that dead letters came from, as they are now: whether a record may go back there. For one thread. */
public final class Origins implements AutoCloseable {
    private final KafkaConnection connection;
    private final Map<String, TopicScan> scans = new HashMap<>();
    private final Map<TopicPartition, Newest> newest = new HashMap<>();

    /** Those of a cluster. */
    public Origins(KafkaConnection connection) {
        this.connection = connection;
    }

    /** The last offset of each key of a partition, from some offset on. */
    private record Newest(long from, Map<ByteBuffer, Long> offsets) {}

    /** Why a letter's record cannot go back, or must not; empty when it can. Its earlier marks are the caller's to heed. */
    public Optional<String> obstacle(DeadLetter letter) {
        if (letter.about().origin().isEmpty()) {
            return Optional.of("it was no record of a topic; mend the source, then play it again");
        }
        Origin origin = letter.about().origin().get();
        if (!exists(origin)) {
            return Optional.of(
                    "there is no partition " + origin.partition() + " of a topic '" + origin.topic() + "' any more");
        }
        if (isSuperseded(origin, letter.key())) {
            return Optional.of("'" + origin.topic() + "' has a newer record of the same key, which it would undo");
        }
        if (letter.isLeftBehind() && record(origin, letter.key()).isEmpty()) {
            return Optional.of("it was too large to be repeated here, and is gone from " + origin);
        }
        return Optional.empty();
    }

    private boolean exists(Origin origin) {
        return origin.partition() < scan(origin).partitions();
    }

    /** The bytes of a letter's record, wherever they lie; empty when it had none, or they are gone. */
    public Optional<byte[]> value(DeadLetter letter) {
        return letter.about()
                .origin()
                .filter(origin -> letter.isLeftBehind() && exists(origin))
                .flatMap(origin -> record(origin, letter.key()))
                .map(ConsumerRecord::value)
                .or(() -> Optional.ofNullable(letter.value()));
    }

    /** The very record; empty when it is gone, or the topic is another one of that name by now. */
    Optional<ConsumerRecord<byte[], byte[]>> record(Origin origin, byte[] key) {
        TopicPartition partition = partition(origin);
        Map<TopicPartition, Long> behind = Map.of(partition, origin.offset() + 1);
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>(1);
        scan(origin).read(Map.of(partition, origin.offset()), behind, found::add);
        return found.stream().findFirst().filter(record -> key == null || Arrays.equals(key, record.key()));
    }

    /** Whether somebody has said something newer under the same key, on a topic where the newest counts alone. */
    private boolean isSuperseded(Origin origin, byte[] key) {
        if (key == null || !origin.topic().equals(Topic.LABELLED_CLIPS.topicName())) {
            return false;
        }
        TopicPartition partition = partition(origin);
        Newest known = newest.get(partition);
        if (known == null || known.from() > origin.offset()) {
            known = read(partition, origin.offset());
            newest.put(partition, known);
        }
        return known.offsets().getOrDefault(ByteBuffer.wrap(key), origin.offset()) > origin.offset();
    }

    private Newest read(TopicPartition partition, long from) {
        Map<ByteBuffer, Long> offsets = new HashMap<>();
        scans.get(partition.topic()).readFrom(Map.of(partition, from), record -> {
            if (record.key() != null) {
                offsets.put(ByteBuffer.wrap(record.key()), record.offset());
            }
        });
        return new Newest(from, offsets);
    }

    private TopicScan scan(Origin origin) {
        return scans.computeIfAbsent(origin.topic(), topic -> new TopicScan(connection, topic));
    }

    private static TopicPartition partition(Origin origin) {
        return new TopicPartition(origin.topic(), origin.partition());
    }

    @Override
    public void close() {
        scans.values().forEach(TopicScan::close);
    }
}
