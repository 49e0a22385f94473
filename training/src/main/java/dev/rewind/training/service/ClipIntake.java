package dev.rewind.training.service;

import dev.rewind.topics.ClipReference;
import dev.rewind.topics.DeadLetters;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.UnreadableRecordException;
import dev.rewind.topics.frames.FramesUnavailableException;
import dev.rewind.topics.models.ModelWriter;
import dev.rewind.training.store.ClipStore;
import dev.rewind.training.store.StoredClip;
import dev.rewind.training.watch.Feedback;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what comes on {@code labelled-clips}: clips into the store, what people said of a model into the feedback, and
 * what cannot be read to {@code dead-letters}. A clip by reference is cut from {@code frames} and goes back on the topic
 * under its key; whatever a kill leaves undone of that is done by the next start, for the reference is still there.
 */
final class ClipIntake implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClipIntake.class);

    /** Of a cut clip: the offset of the reference it was cut for, by which a later correction is told from it. */
    private static final String CUT_OF = "cut-of";

    private final Consumer<String, byte[]> consumer;
    private final RecordPublisher publisher;
    private final DeadLetters deadLetters;
    private final ClipCutter cutter;
    private final EarlierClips earlier;
    private final Feedback feedback;
    private final Map<TopicPartition, Long> seen = new HashMap<>(); // offsets behind what rounds have seen
    private final Map<String, ConsumerRecord<String, byte[]>> references = new LinkedHashMap<>(); // yet to be cut
    private final Map<String, Said> last = new HashMap<>(); // of each clip that was ever a reference
    private final Map<String, StoredClip> cutBefore = new HashMap<>(); // of references to clips that were at hand once
    private ClipStore store;
    private boolean swept;

    /** What was last said of a clip by somebody else, and where. */
    private record Said(long offset, boolean tombstone) {}

    /** @param consumer closed with the intake; the publisher is not */
    ClipIntake(
            Consumer<String, byte[]> consumer,
            RecordPublisher publisher,
            ClipCutter cutter,
            EarlierClips earlier,
            ClipStore store,
            Feedback feedback) {
        this.consumer = consumer;
        this.publisher = publisher;
        this.deadLetters = new DeadLetters(publisher);
        this.cutter = cutter;
        this.earlier = earlier;
        this.store = store;
        this.feedback = feedback;
        consumer.committed(consumer.assignment())
                .forEach((partition, committed) -> seen.put(partition, committed == null ? 0 : committed.offset()));
    }

    /** Takes what is new; whether anything was. */
    boolean poll(Duration patience) {
        ConsumerRecords<String, byte[]> records = consumer.poll(patience);
        records.forEach(this::take);
        return !records.isEmpty();
    }

    /** Whether all of the topic was read: a round on half of it would forget what the other half says. */
    boolean isCaughtUp() {
        return consumer.assignment().stream()
                .allMatch(partition -> consumer.currentLag(partition).orElse(1) == 0);
    }

    /** Once all was read: cuts the clips that are references still, and tidies the store. */
    void settle() {
        if (!swept) {
            store.sweep();
            swept = true;
        }
        Iterator<ConsumerRecord<String, byte[]>> waiting = references.values().iterator();
        while (waiting.hasNext()) {
            ConsumerRecord<String, byte[]> reference = waiting.next();
            try {
                replace(reference);
                waiting.remove();
            } catch (FramesUnavailableException e) {
                LOG.warn("the clip '{}' waits for its frames: {}", reference.key(), e.getMessage());
                return;
            }
        }
    }

    /** Reads all again, into another store: for files that were lost, or frames of another size. */
    void readAgain(ClipStore other) {
        store = other;
        swept = false;
        references.clear();
        consumer.seekToBeginning(consumer.assignment());
    }

    /** The store that clips go to. */
    ClipStore store() {
        return store;
    }

    /** Whether no round has seen a clip as it is now. */
    boolean isFresh(StoredClip clip) {
        return clip.offset() >= seenUpTo(clip.partition());
    }

    /** What was read up to now, to count as seen with what a round publishes. */
    ModelWriter.Read read() {
        publisher.flush(); // dead letters must lie there before their records count as seen
        Map<TopicPartition, OffsetAndMetadata> behind = new HashMap<>();
        consumer.assignment()
                .forEach(partition -> behind.put(partition, new OffsetAndMetadata(consumer.position(partition))));
        return new ModelWriter.Read(behind, consumer.groupMetadata());
    }

    /** Counts what was read as seen, after a round. */
    void markSeen(ModelWriter.Read read) {
        read.offsets().forEach((partition, offset) -> seen.put(partition, offset.offset()));
    }

    /** Ends a {@link #poll} from any thread. */
    void wakeup() {
        consumer.wakeup();
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        Optional<Long> cutOf = cutOf(record);
        Said before = last.get(record.key());
        if (cutOf.isPresent() && before != null && before.offset() > cutOf.get()) {
            assertAgain(record.key(), before);
            return;
        }
        boolean isReference = isReference(record);
        if (cutOf.isEmpty() && (isReference || before != null)) {
            last.put(record.key(), new Said(record.offset(), record.value() == null));
        }
        references.remove(record.key());
        feedback.apply(record);
        if (isReference) {
            // What it was called before is true no more.
            store.forget(record.key()).ifPresent(clip -> cutBefore.put(clip.id(), clip));
            references.put(record.key(), record);
        } else {
            store(record);
        }
    }

    /** A cut clip has overtaken what somebody said while it was cut, and would stay as the last word. */
    private void assertAgain(String clip, Said said) {
        LOG.info("the clip '{}' was corrected while it was cut", clip);
        if (said.tombstone()) {
            publisher.send(Topic.LABELLED_CLIPS, clip, null, new RecordHeaders());
        } // a reference is cut once more, and that lies behind this one
    }

    private void replace(ConsumerRecord<String, byte[]> reference) {
        publisher.sendJson(Topic.QUESTIONS, reference.key(), null); // answered, whatever becomes of the clip
        publisher.flush();
        try {
            ClipCutter.Cut cut = cut(reference);
            cut.headers().remove(CUT_OF);
            cut.headers().add(CUT_OF, Long.toString(reference.offset()).getBytes(StandardCharsets.UTF_8));
            publisher.send(Topic.LABELLED_CLIPS, reference.key(), cut.video(), cut.headers());
            publisher.flush();
        } catch (UnreadableRecordException e) {
            refuse(reference, e.getMessage());
        }
    }

    /** From the frames, or once these are gone from the clip that was cut from them before. */
    private ClipCutter.Cut cut(ConsumerRecord<String, byte[]> reference) {
        try {
            return cutter.cut(reference);
        } catch (UnreadableRecordException gone) {
            StoredClip before = cutBefore.get(reference.key());
            if (before == null) {
                throw gone;
            }
            return earlier.read(before.partition(), before.offset())
                    .filter(clip -> reference.key().equals(clip.key()) && clip.value() != null)
                    .map(clip -> ClipCutter.relabelled(clip, reference))
                    .orElseThrow(() -> gone);
        }
    }

    private void store(ConsumerRecord<String, byte[]> record) {
        try {
            store.apply(record);
        } catch (UnreadableRecordException e) {
            refuse(record, e.getMessage());
        }
    }

    private void refuse(ConsumerRecord<String, byte[]> record, String reason) {
        // Those before were put there when a round last saw the topic.
        if (record.offset() >= seenUpTo(record.partition())) {
            LOG.warn("clip '{}' goes to {}: {}", record.key(), Topic.DEAD_LETTERS.topicName(), reason);
            deadLetters.publish(record, reason);
        }
    }

    private long seenUpTo(int partition) {
        return seen.getOrDefault(new TopicPartition(Topic.LABELLED_CLIPS.topicName(), partition), 0L);
    }

    private static boolean isReference(ConsumerRecord<String, byte[]> record) {
        Header type = record.headers().lastHeader("content-type");
        return record.key() != null
                && record.value() != null
                && type != null
                && type.value() != null
                && ClipReference.CONTENT_TYPE.equals(new String(type.value(), StandardCharsets.UTF_8));
    }

    private static Optional<Long> cutOf(ConsumerRecord<String, byte[]> record) {
        Header header = record.headers().lastHeader(CUT_OF);
        if (header == null || header.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(new String(header.value(), StandardCharsets.UTF_8)));
        } catch (NumberFormatException e) {
            return Optional.empty(); // not of ours
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
