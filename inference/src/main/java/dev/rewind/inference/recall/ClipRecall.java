package dev.rewind.inference.recall;

import dev.rewind.inference.clips.Clip;
import dev.rewind.inference.clips.Frame;
import dev.rewind.inference.clips.FrameDecoder;
import dev.rewind.model.ClipSpec;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.FramePlaces;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import dev.rewind.topics.UnreadableRecordException;
import dev.rewind.topics.frames.FrameArchive;
import dev.rewind.topics.frames.MotionJpeg;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Brings back the very frames that a label was made of. */
public final class ClipRecall {
    private final FrameArchive archive;

    public ClipRecall(FrameArchive archive) {
        this.archive = archive;
    }

    /** A frame of a record as its producer sent it, and as the model takes it. */
    private record Seen(byte[] jpeg, Frame frame) {}

    /**
     * The clip of a label.
     *
     * @param spec what the label's model takes
     * @throws RecallException if the label does not say which frames it is of, or the topic does not hold them any more
     * @throws dev.rewind.topics.frames.FramesUnavailableException if the broker does not answer
     */
    public RecalledClip clip(Label label, ClipSpec spec) {
        List<FramePlaces.Place> places = places(label).places();
        TreeSet<Long> offsets =
                places.stream().map(FramePlaces.Place::offset).collect(Collectors.toCollection(TreeSet::new));
        Map<Long, ConsumerRecord<byte[], byte[]>> records =
                archive.read(label.lineage().partition(), offsets);
        FrameDecoder decoder = new FrameDecoder(spec);
        Map<FramePlaces.Place, Seen> seen = new HashMap<>();
        for (long offset : offsets) {
            seen.putAll(frames(label, offset, records.get(offset), decoder));
        }
        List<Frame> frames = new ArrayList<>();
        List<byte[]> jpegs = new ArrayList<>();
        for (FramePlaces.Place place : places) {
            Seen found = seen.get(place);
            if (found == null) {
                throw others(label, place.offset(), "it has no frame " + place.index());
            }
            frames.add(found.frame());
            jpegs.add(found.jpeg());
        }
        Clip clip = new Clip(frames);
        requireTimes(label, clip);
        return new RecalledClip(clip, jpegs);
    }

    private static FramePlaces places(Label label) {
        if (label.lineage().places() == null) {
            throw new RecallException("the label of stream '" + label.stream() + "' at " + label.to()
                    + " does not say which frames it is of, for an older inference made it; take a newer label");
        }
        return label.lineage().places();
    }

    private static Map<FramePlaces.Place, Seen> frames(
            Label label, long offset, ConsumerRecord<byte[], byte[]> record, FrameDecoder decoder) {
        if (record == null) {
            throw new RecallException("the frames " + label.lineage().places() + " of partition "
                    + label.lineage().partition() + " are no longer on '" + Topic.FRAMES.topicName()
                    + "', which has no record at " + offset
                    + "; explain labels before their frames expire, or raise the topic's retention.ms");
        }
        String stream = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (!stream.equals(label.stream())) {
            throw others(label, offset, "it is of the stream '" + stream + "'");
        }
        try {
            byte[] value = record.value();
            List<Frame> frames = decoder.decode(offset, record.timestamp(), record.headers(), value)
                    .frames();
            String type =
                    FrameHeaders.read(record.headers(), record.timestamp()).contentType();
            List<MotionJpeg.Span> spans = MotionJpeg.spans(type, value);
            Map<FramePlaces.Place, Seen> found = new HashMap<>();
            for (int i = 0; i < frames.size(); i++) {
                MotionJpeg.Span span = spans.get(i);
                byte[] jpeg = Arrays.copyOfRange(value, span.offset(), span.offset() + span.length());
                found.put(new FramePlaces.Place(offset, i), new Seen(jpeg, frames.get(i)));
            }
            return found;
        } catch (UnreadableRecordException e) {
            throw others(label, offset, "it cannot be read: " + e.getMessage());
        }
    }

    /** A topic that was created anew has other frames at the same offsets. */
    private static void requireTimes(Label label, Clip clip) {
        Frame first = clip.frames().get(0);
        Frame last = clip.frames().get(clip.frames().size() - 1);
        if (!captured(first).equals(label.from()) || !captured(last).equals(label.to())) {
            throw others(
                    label,
                    first.ref().offset(),
                    "its frames were captured at " + captured(first) + " to " + captured(last));
        }
    }

    private static Instant captured(Frame frame) {
        return Instant.EPOCH.plus(frame.ref().at(), ChronoUnit.MICROS);
    }

    private static RecallException others(Label label, long offset, String found) {
        return new RecallException("the record at offset " + offset + " of partition "
                + label.lineage().partition() + " of '" + Topic.FRAMES.topicName()
                + "' is not the one that the label of"
                + " stream '" + label.stream() + "' from " + label.from() + " to " + label.to() + " was made of: "
                + found + "; was the topic created anew, or is this another cluster?");
    }
}
