package dev.rewind.inference.replay;

import dev.rewind.topics.Label;
import dev.rewind.topics.frames.FrameArchive;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The records of a few labels, read in one go for each partition: clips overlap, and each look-up takes its time. */
final class RecentFrames implements FrameArchive {
    private final FrameArchive archive;
    private final Map<Integer, Map<Long, ConsumerRecord<byte[], byte[]>>> partitions = new HashMap<>();

    RecentFrames(FrameArchive archive) {
        this.archive = archive;
    }

    /** Brings the records of these labels, in place of those before. */
    void fetch(List<Label> labels) {
        Map<Integer, SortedSet<Long>> wanted = new TreeMap<>();
        for (Label label : labels) {
            if (label.lineage().places() != null) {
                SortedSet<Long> offsets =
                        wanted.computeIfAbsent(label.lineage().partition(), partition -> new TreeSet<>());
                label.lineage().places().places().forEach(place -> offsets.add(place.offset()));
            }
        }
        partitions.clear();
        wanted.forEach((partition, offsets) -> partitions.put(partition, archive.read(partition, offsets)));
    }

    @Override
    public Map<Long, ConsumerRecord<byte[], byte[]>> read(int partition, SortedSet<Long> offsets) {
        Map<Long, ConsumerRecord<byte[], byte[]>> found = new HashMap<>(partitions.getOrDefault(partition, Map.of()));
        found.keySet().retainAll(offsets);
        return found;
    }
}
