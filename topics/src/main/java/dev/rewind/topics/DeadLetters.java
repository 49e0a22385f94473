package dev.rewind.topics;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Puts records that cannot be read on {@code dead-letters} as they came, so that nothing is lost and all can go on; of videos,
 * where they are.
 */
public final class DeadLetters {
    private final RecordPublisher publisher;

    /** Sends through the given publisher, which stays the caller's to flush and close. */
    public DeadLetters(RecordPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Sends a record's key, bytes and headers on, with {@link DeadLetterHeaders} added.
     *
     * @param record one with a key of text or bytes, or none
     * @param reason one sentence: what is wrong and what to do
     * @throws SendFailedException if an earlier record of the publisher failed; this one was not sent then
     */
    public void publish(ConsumerRecord<?, byte[]> record, String reason) {
        Headers headers = new RecordHeaders(record.headers());
        new DeadLetterHeaders(record.topic(), record.partition(), record.offset(), reason).writeTo(headers);
        publisher.send(Topic.DEAD_LETTERS, keyBytes(record), record.value(), headers);
    }

    /**
     * Tells of a video that cannot be played; its bytes stay where they are.
     *
     * @param stream the key
     * @param source where the video is, without credentials: the value, as text
     * @param reason one sentence: what is wrong and what to do
     * @throws SendFailedException if an earlier record of the publisher failed; this one was not sent then
     */
    public void publish(String stream, String source, String reason) {
        Headers headers = new RecordHeaders();
        FrameHeaders.put(headers, "content-type", "text/plain");
        FrameHeaders.put(headers, "dead-letter-reason", reason);
        publisher.send(Topic.DEAD_LETTERS, stream, source.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static byte[] keyBytes(ConsumerRecord<?, byte[]> record) {
        Object key = record.key();
        if (key == null || key instanceof byte[]) {
            return (byte[]) key;
        }
        if (key instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        throw new IllegalArgumentException("the key of the record at offset " + record.offset() + " of '"
                + record.topic() + "' is a " + key.getClass().getSimpleName()
                + "; consume with String or byte[] keys to keep its bytes");
    }
}
