package dev.rewind.console;

import dev.rewind.topics.ClipReference;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.UnreadableRecordException;
import dev.rewind.topics.frames.FrameArchive;
import dev.rewind.topics.frames.MotionJpeg;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a clip looks like: its middle frame, read back from {@code frames}. Safe for concurrent use. */
final class ClipPictures {
    /** Records of other streams lie between; looked at on either side of the middle. */
    private static final long AROUND = 64;

    private static final int KEPT = 128;
    private static final int MOST_BYTES_KEPT = 128 * 1024;

    private final FrameArchive frames;
    private final Map<ClipReference, byte[]> kept = new LinkedHashMap<>(KEPT, 0.75f, true);

    ClipPictures(FrameArchive frames) {
        this.frames = frames;
    }

    /**
     * The frame in the middle of a clip, a JPEG. One look-up at a time: each takes a consumer of its own.
     *
     * @return empty if the frames are gone, or cannot be read
     * @throws dev.rewind.topics.frames.FramesUnavailableException if the broker does not answer
     */
    synchronized Optional<byte[]> middle(ClipReference clip) {
        byte[] known = kept.get(clip);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<byte[]> found = read(clip);
        found.filter(jpeg -> jpeg.length <= MOST_BYTES_KEPT).ifPresent(jpeg -> keep(clip, jpeg));
        return found;
    }

    private Optional<byte[]> read(ClipReference clip) {
        long middle = clip.firstOffset() + (clip.lastOffset() - clip.firstOffset()) / 2;
        SortedSet<Long> offsets = new TreeSet<>(List.of(clip.firstOffset(), clip.lastOffset()));
        LongStream.rangeClosed(
                        Math.max(clip.firstOffset(), middle - AROUND), Math.min(clip.lastOffset(), middle + AROUND))
                .forEach(offsets::add);
        List<ConsumerRecord<byte[], byte[]>> own = frames.read(clip.partition(), offsets).values().stream()
                .filter(record -> isOf(clip.stream(), record))
                .sorted(Comparator.comparingLong(ConsumerRecord::offset))
                .toList();
        return own.isEmpty() ? Optional.empty() : jpeg(own.get(own.size() / 2));
    }

    private static boolean isOf(String stream, ConsumerRecord<byte[], byte[]> record) {
        return record.key() != null && new String(record.key(), StandardCharsets.UTF_8).equals(stream);
    }

    private static Optional<byte[]> jpeg(ConsumerRecord<byte[], byte[]> record) {
        try {
            String type =
                    FrameHeaders.read(record.headers(), record.timestamp()).contentType();
            List<MotionJpeg.Span> spans = MotionJpeg.spans(type, record.value() == null ? new byte[0] : record.value());
            MotionJpeg.Span span = spans.get(spans.size() / 2);
            return Optional.of(Arrays.copyOfRange(record.value(), span.offset(), span.offset() + span.length()));
        } catch (UnreadableRecordException e) {
            return Optional.empty();
        }
    }

    private void keep(ClipReference clip, byte[] jpeg) {
        kept.put(clip, jpeg);
        if (kept.size() > KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
    }
}
