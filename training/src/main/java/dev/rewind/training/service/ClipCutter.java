package dev.rewind.training.service;

import dev.rewind.topics.ClipReference;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Topic;
import dev.rewind.topics.UnreadableRecordException;
import dev.rewind.topics.frames.FrameArchive;
import dev.rewind.topics.frames.MotionJpeg;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Cuts the clip that a reference names from {@code frames}: its JPEGs as they lie there, one after another. A clip that
 * would not fit into a record of 1 MiB keeps every second frame, or third, and says so by its period.
 */
final class ClipCutter {
    /** Below every default limit of 1 MiB, with room for headers. */
    private static final int MOST_BYTES = 900_000;

    /** Records of other streams lie between those of one. */
    private static final long MOST_RECORDS = 50_000;

    private static final String CONTENT_TYPE = "content-type";
    private static final String PERIOD = "ce_periodus";
    private static final Duration USUAL_PERIOD = Duration.ofMillis(40);

    private final FrameArchive frames;

    ClipCutter(FrameArchive frames) {
        this.frames = frames;
    }

    /**
     * A clip as it goes to {@code labelled-clips}.
     *
     * @param video Motion JPEG
     * @param headers those of the reference, with the type and the period of the clip
     */
    record Cut(byte[] video, Headers headers) {}

    /** One JPEG and when it was captured. */
    private record Frame(byte[] record, MotionJpeg.Span span, Instant captured) {}

    /**
     * Cuts a clip.
     *
     * @param reference a record whose content-type is {@link ClipReference#CONTENT_TYPE}
     * @throws UnreadableRecordException if it is none, or its frames are no longer there
     * @throws dev.rewind.topics.frames.FramesUnavailableException if the broker does not answer
     */
    Cut cut(ConsumerRecord<String, byte[]> reference) {
        ClipReference place = JsonSerde.of(ClipReference.class)
                .deserializer()
                .deserialize(Topic.LABELLED_CLIPS.topicName(), reference.value());
        List<Frame> found = frames(place);
        Duration period = period(found);
        int bytes = found.stream().mapToInt(frame -> frame.span().length()).sum();
        int every = Math.max(1, Math.max(ceil(bytes, MOST_BYTES), ceil(found.size(), MotionJpeg.MAX_FRAMES)));
        ByteArrayOutputStream video = new ByteArrayOutputStream();
        do {
            video.reset();
            for (int i = 0; i < found.size(); i += every) {
                Frame frame = found.get(i);
                video.write(frame.record(), frame.span().offset(), frame.span().length());
            }
            every++; // frames differ in size, so that one more may have to go
        } while (video.size() > MOST_BYTES && every <= found.size());
        if (video.size() > MOST_BYTES) {
            throw new UnreadableRecordException("one frame of the clip alone has " + video.size() + " bytes, of "
                    + MOST_BYTES + " that a clip may have; send smaller frames");
        }
        return new Cut(video.toByteArray(), headers(reference.headers(), period.multipliedBy(every - 1)));
    }

    /** A clip that was cut before, as a later reference to it says. */
    static Cut relabelled(ConsumerRecord<String, byte[]> clip, ConsumerRecord<String, byte[]> reference) {
        Headers headers = new RecordHeaders(reference.headers().toArray());
        for (String name : List.of(CONTENT_TYPE, PERIOD)) {
            headers.remove(name);
            Optional.ofNullable(clip.headers().lastHeader(name)).ifPresent(headers::add);
        }
        return new Cut(clip.value(), headers);
    }

    private List<Frame> frames(ClipReference place) {
        if (place.lastOffset() - place.firstOffset() >= MOST_RECORDS) {
            throw new UnreadableRecordException("the clip spans " + (place.lastOffset() - place.firstOffset() + 1)
                    + " records, of at most " + MOST_RECORDS + "; a labelled clip shows one action");
        }
        TreeSet<Long> offsets = new TreeSet<>(LongStream.rangeClosed(place.firstOffset(), place.lastOffset())
                .boxed()
                .toList());
        Map<Long, ConsumerRecord<byte[], byte[]>> records = new TreeMap<>(frames.read(place.partition(), offsets));
        records.values().removeIf(record -> !isOf(place.stream(), record));
        if (!records.containsKey(place.firstOffset()) || !records.containsKey(place.lastOffset())) {
            throw new UnreadableRecordException("the frames of stream '" + place.stream() + "' at offsets "
                    + place.firstOffset() + " to " + place.lastOffset() + " of partition " + place.partition()
                    + " are no longer on '" + Topic.FRAMES.topicName()
                    + "'; label clips before they expire, or raise its retention.ms");
        }
        List<Frame> found = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records.values()) {
            FrameHeaders attributes = FrameHeaders.read(record.headers(), record.timestamp());
            Instant captured = attributes.captured();
            for (MotionJpeg.Span span : MotionJpeg.spans(attributes.contentType(), record.value())) {
                found.add(new Frame(record.value(), span, captured));
                captured = captured.plus(attributes.period().orElse(Duration.ZERO));
            }
        }
        return found;
    }

    /** The time between two frames on average. */
    private static Duration period(List<Frame> frames) {
        if (frames.size() < 2) {
            return USUAL_PERIOD;
        }
        Duration all = Duration.between(
                frames.get(0).captured(), frames.get(frames.size() - 1).captured());
        Duration period = all.dividedBy(frames.size() - 1);
        return period.compareTo(Duration.ofMillis(1)) < 0 ? USUAL_PERIOD : period;
    }

    private static boolean isOf(String stream, ConsumerRecord<byte[], byte[]> record) {
        return record.value() != null
                && record.key() != null
                && stream.equals(new String(record.key(), StandardCharsets.UTF_8));
    }

    private static Headers headers(Headers reference, Duration period) {
        Headers headers = new RecordHeaders(reference.toArray());
        headers.remove(CONTENT_TYPE);
        headers.remove(PERIOD);
        headers.add(CONTENT_TYPE, FrameHeaders.MOTION_JPEG.getBytes(StandardCharsets.UTF_8));
        headers.add(PERIOD, Long.toString(period.toNanos() / 1000).getBytes(StandardCharsets.UTF_8));
        return headers;
    }

    private static int ceil(int count, int each) {
        return (count + each - 1) / each;
    }
}
