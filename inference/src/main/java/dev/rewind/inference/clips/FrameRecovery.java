package dev.rewind.inference.clips;

import dev.rewind.topics.UnreadableRecordException;
import dev.rewind.topics.frames.FrameArchive;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes frames once more whose pixels were lost with the process that had decoded them. */
public final class FrameRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(FrameRecovery.class);

    private final Map<FrameRef, Frame> frames = new HashMap<>();

    /** Reads the wanted frames of a partition; those that are gone or cannot be decoded are left out. */
    public FrameRecovery(FrameArchive archive, FrameDecoder decoder, int partition, Set<FrameRef> wanted) {
        if (wanted.isEmpty()) {
            return;
        }
        Map<Long, List<FrameRef>> byOffset = wanted.stream().collect(Collectors.groupingBy(FrameRef::offset));
        archive.read(partition, new TreeSet<>(byOffset.keySet()))
                .forEach((offset, record) -> keep(decoder, record, byOffset.get(offset)));
    }

    public Optional<Frame> frame(FrameRef ref) {
        return Optional.ofNullable(frames.get(ref));
    }

    /** The clip of the given frames; empty if any is gone. */
    public Optional<Clip> clip(List<FrameRef> refs) {
        List<Frame> found =
                refs.stream().map(this::frame).flatMap(Optional::stream).toList();
        return found.size() == refs.size() ? Optional.of(new Clip(found)) : Optional.empty();
    }

    private void keep(FrameDecoder decoder, ConsumerRecord<byte[], byte[]> record, List<FrameRef> wanted) {
        try {
            decoder.decode(record.offset(), record.timestamp(), record.headers(), record.value()).frames().stream()
                    .filter(frame -> wanted.contains(frame.ref()))
                    .forEach(frame -> frames.put(frame.ref(), frame));
        } catch (UnreadableRecordException e) {
            LOG.warn("a record that was readable before is not any more: {}", e.getMessage());
        }
    }
}
