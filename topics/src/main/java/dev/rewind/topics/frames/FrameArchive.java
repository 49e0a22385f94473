package dev.rewind.topics.frames;

import java.util.Map;
import java.util.SortedSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads records of {@code frames} again that were read before. */
public interface FrameArchive {
    /**
     * The records at the given offsets, without those that the topic no longer holds.
     *
     * @throws FramesUnavailableException if the broker does not answer
     */
    Map<Long, ConsumerRecord<byte[], byte[]>> read(int partition, SortedSet<Long> offsets);
}
