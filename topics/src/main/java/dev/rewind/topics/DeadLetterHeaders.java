package dev.rewind.topics;

import org.apache.kafka.common.header.Headers;

/**
 * Where a record on {@code dead-letters} came from and why it is there. The record's own headers stay beside these.
 *
 * @param topic the topic it was read from
 * @param partition its partition there
 * @param offset its offset there
 * @param reason one sentence: what is wrong and what to do
 */
public record DeadLetterHeaders(String topic, int partition, long offset, String reason) {
    /** Writes these attributes to a record's headers. */
    public void writeTo(Headers headers) {
        FrameHeaders.put(headers, "dead-letter-topic", topic);
        FrameHeaders.put(headers, "dead-letter-partition", Integer.toString(partition));
        FrameHeaders.put(headers, "dead-letter-offset", Long.toString(offset));
        FrameHeaders.put(headers, "dead-letter-reason", reason);
    }
}
