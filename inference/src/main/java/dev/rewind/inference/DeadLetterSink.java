package dev.rewind.inference;

import dev.rewind.topics.DeadLetterHeaders;
import dev.rewind.topics.Topic;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts records on {@code dead-letters} within the topology's own transaction. */
final class DeadLetterSink {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterSink.class);

    /** Reasons quote what a producer sent; so much of it is enough. */
    private static final int MAX_REASON = 500;

    /** The reason may push a record beyond the broker's 1 MiB, and a refused record would end the whole partition. */
    private static final int MAX_BYTES = 1_000_000;

    private final ProcessorContext<byte[], byte[]> context;

    DeadLetterSink(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    /**
     * Sends a record as it came. One too large to take the reason along leaves its bytes, and what else does not fit,
     * where they are: on {@code frames}, for as long as that keeps them.
     */
    void send(Record<byte[], byte[]> record, int partition, long offset, String reason) {
        String shown = reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "...";
        LOG.warn("frames record at partition {} offset {} goes to dead-letters: {}", partition, offset, shown);
        boolean fits = size(record.key()) + size(record.value()) + size(record.headers()) <= MAX_BYTES;
        Headers headers = fits ? new RecordHeaders(record.headers()) : new RecordHeaders();
        new DeadLetterHeaders(
                        Topic.FRAMES.topicName(),
                        partition,
                        offset,
                        fits ? shown : shown + " (too large to repeat here: read it at that offset)")
                .writeTo(headers);
        byte[] key = fits ? record.key() : null;
        byte[] value = fits ? record.value() : null;
        context.forward(new Record<>(key, value, context.currentSystemTimeMs(), headers), LabelTopology.DEAD_LETTERS);
    }

    private static long size(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static long size(Headers headers) {
        long sum = 0;
        for (Header header : headers) {
            sum += header.key().length() * 3L + size(header.value());
        }
        return sum;
    }
}
