package dev.rewind.deploy.label;

import dev.rewind.topics.ClipReference;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import dev.rewind.topics.UnreadableRecordException;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what a model said on {@code labels}, from its end on: what people speak of is mostly new. For one thread. */
final class LabelSearch {
    private static final Logger LOG = LoggerFactory.getLogger(LabelSearch.class);
    private static final long FIRST_WINDOW = 500;

    private final KafkaConnection connection;
    private Optional<Label> found = Optional.empty();
    private boolean passed;

    private LabelSearch(KafkaConnection connection) {
        this.connection = connection;
    }

    /** The newest label of a stream; empty when it has none. */
    static Optional<Label> newest(KafkaConnection connection, String stream) {
        return new LabelSearch(connection).last(label -> label.stream().equals(stream), label -> false);
    }

    /** What a model said of these very frames; empty when none did. */
    static Optional<Label> of(KafkaConnection connection, ClipReference clip) {
        return new LabelSearch(connection)
                .last(
                        label -> ClipReference.of(label).equals(clip),
                        label -> label.stream().equals(clip.stream())
                                && label.lineage().partition() == clip.partition()
                                && label.lineage().lastOffset() < clip.firstOffset());
    }

    /** @param before what lies before all that is searched: the search need not go back further */
    private Optional<Label> last(Predicate<Label> fits, Predicate<Label> before) {
        try (TopicWindow labels = new TopicWindow(connection, Topic.LABELS)) {
            long until = 0;
            for (long size = FIRST_WINDOW; found.isEmpty() && !passed && until < labels.length(); size *= 2) {
                labels.read(until + size, until, record -> take(record, fits, before));
                until += size;
            }
        }
        return found;
    }

    private void take(ConsumerRecord<String, byte[]> record, Predicate<Label> fits, Predicate<Label> before) {
        try {
            Label label = JsonSerde.of(Label.class).deserializer().deserialize(record.topic(), record.value());
            if (label != null) {
                passed |= before.test(label);
                if (fits.test(label)
                        && found.filter(other -> other.to().isAfter(label.to())).isEmpty()) {
                    found = Optional.of(label);
                }
            }
        } catch (UnreadableRecordException e) {
            LOG.warn("skipped a label at {}/{}: {}", record.partition(), record.offset(), e.getMessage());
        }
    }
}
