package dev.rewind.deploy.label;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.topics.ClipReference;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.Question;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicScan;
import dev.rewind.topics.frames.KafkaFrameArchive;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is known of a clip of a live stream before a person labels it. */
final class ClipLookup {
    private final KafkaConnection connection;
    private final OpenQuestions questions;

    ClipLookup(KafkaConnection connection) {
        this.connection = connection;
        this.questions = OpenQuestions.read(connection);
    }

    /** Whether it is asked what the clip shows. */
    boolean isAsked(ClipReference clip) {
        return questions.find(clip.id()).isPresent();
    }

    /** What a model said of these very frames; empty when none did. */
    Optional<Label> label(ClipReference clip) {
        return questions.find(clip.id()).map(Question::label).or(() -> LabelSearch.of(connection, clip)
                .map(LabelSearch.Found::label));
    }

    /**
     * The clip that a stream's newest label is of.
     *
     * @throws CommandFailure if the stream has none
     */
    ClipReference newest(String stream) {
        return LabelSearch.newest(connection, stream)
                .map(found -> ClipReference.of(found.label()))
                .orElseThrow(() -> new CommandFailure("the stream '" + stream + "' has no labels on '"
                        + Topic.LABELS.topicName() + "'; check its name, or whether inference runs"));
    }

    /**
     * Makes sure that training can still read the clip's frames.
     *
     * @throws CommandFailure if they are gone, or of another stream
     */
    void requireFrames(ClipReference clip) {
        requirePartition(clip);
        Map<Long, ConsumerRecord<byte[], byte[]>> ends = new KafkaFrameArchive(connection)
                .read(clip.partition(), new TreeSet<>(List.of(clip.firstOffset(), clip.lastOffset())));
        for (long offset : new long[] {clip.firstOffset(), clip.lastOffset()}) {
            ConsumerRecord<byte[], byte[]> record = ends.get(offset);
            if (record == null) {
                throw new CommandFailure("'" + Topic.FRAMES.topicName() + "' has no record at " + clip.partition() + "/"
                        + offset + ", where the clip " + clip.id()
                        + " lies; frames are kept for a day: label newer ones, or send the clip as a file");
            }
            String stream = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
            if (!stream.equals(clip.stream())) {
                throw new CommandFailure("the frames at " + clip.partition() + "/" + offset + " are of the stream '"
                        + stream + "', not of '" + clip.stream() + "'; take partition and offsets from a label");
            }
        }
    }

    private void requirePartition(ClipReference clip) {
        try (TopicScan frames = new TopicScan(connection, Topic.FRAMES.topicName())) {
            if (clip.partition() >= frames.partitions()) {
                throw new CommandFailure("'" + Topic.FRAMES.topicName() + "' has the partitions 0 to "
                        + (frames.partitions() - 1) + ", but the clip " + clip.id() + " names " + clip.partition()
                        + "; take partition and offsets from a label");
            }
        }
    }
}
