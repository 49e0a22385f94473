package dev.rewind.deploy.label;

import dev.rewind.topics.ClipReference;
import dev.rewind.topics.FramePlaces;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicScan;
import dev.rewind.topics.UnreadableRecordException;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what a model said on {@code labels}, from its end on: what people speak of is mostly new. For one thread. */
public final class LabelSearch {
    private static final Logger LOG = LoggerFactory.getLogger(LabelSearch.class);
    private static final long FIRST_WINDOW = 500;

    private final KafkaConnection connection;
    private Optional<Found> found = Optional.empty();
    private boolean passed;

    private LabelSearch(KafkaConnection connection) {
        this.connection = connection;
    }

    /**
     * A label and its place.
     *
     * @param label as it was sent
     * @param partition of {@code labels}
     * @param offset on that partition
     */
    public record Found(Label label, int partition, long offset) {}

    /** The newest label of a stream; empty when it has none. */
    public static Optional<Found> newest(KafkaConnection connection, String stream) {
        return new LabelSearch(connection).last(label -> label.stream().equals(stream), label -> false);
    }

    /** The newest that a model said of these very records; empty when none did. */
    public static Optional<Found> of(KafkaConnection connection, ClipReference clip) {
        return new LabelSearch(connection)
                .last(
                        label -> ClipReference.of(label).equals(clip),
                        label -> label.stream().equals(clip.stream())
                                && label.lineage().partition() == clip.partition()
                                && label.lineage().lastOffset() < clip.firstOffset());
    }

    /** The newest label of a clip with frames of that record; empty when there is none. */
    public static Optional<Found> withFrames(KafkaConnection connection, String stream, int partition, long offset) {
        Predicate<Label> there =
                label -> label.stream().equals(stream) && label.lineage().partition() == partition;
        return new LabelSearch(connection)
                .last(
                        there.and(label -> isOf(label.lineage(), offset)),
                        there.and(label -> label.lineage().lastOffset() < offset));
    }

    /** The stream's label at that offset of {@code labels}, whatever its partition; empty when there is none. */
    public static Optional<Found> at(KafkaConnection connection, String stream, long offset) {
        LabelSearch search = new LabelSearch(connection);
        try (TopicScan labels = new TopicScan(connection, Topic.LABELS.topicName())) {
            labels.readAt(
                    offset,
                    record -> search.take(record, label -> label.stream().equals(stream), label -> false));
        }
        return search.found;
    }

    /** @param before what lies before all that is searched: the search need not go back further */
    private Optional<Found> last(Predicate<Label> fits, Predicate<Label> before) {
        try (TopicScan labels = new TopicScan(connection, Topic.LABELS.topicName())) {
            long until = 0;
            for (long size = FIRST_WINDOW; found.isEmpty() && !passed && until < labels.length(); size *= 2) {
                labels.read(
                        labels.beforeEnd(until + size), labels.beforeEnd(until), record -> take(record, fits, before));
                until += size;
            }
        }
        return found;
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Predicate<Label> fits, Predicate<Label> before) {
        try {
            Label label = JsonSerde.of(Label.class).deserializer().deserialize(record.topic(), record.value());
            if (label != null) {
                passed |= before.test(label);
                if (fits.test(label)
                        && found.filter(other -> other.label().to().isAfter(label.to()))
                                .isEmpty()) {
                    found = Optional.of(new Found(label, record.partition(), record.offset()));
                }
            }
        } catch (UnreadableRecordException e) {
            LOG.warn("skipped a label at {}/{}: {}", record.partition(), record.offset(), e.getMessage());
        }
    }

    /** Records of other streams may lie between the first and the last, and so may frames that were left out. */
    private static boolean isOf(Label.Lineage lineage, long offset) {
        FramePlaces places = lineage.places();
        return places == null
                ? lineage.firstOffset() <= offset && offset <= lineage.lastOffset()
                : places.places().stream().anyMatch(place -> place.offset() == offset);
    }
}
