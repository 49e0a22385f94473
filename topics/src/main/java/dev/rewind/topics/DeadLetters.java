package dev.rewind.topics;

import dev.rewind.topics.DeadLetterHeaders.Origin;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Puts records that cannot be read on {@code dead-letters} as they came, so that nothing is lost and all can go on; of videos,
 * where they are.
 */
public final class DeadLetters {
    /** Reasons quote what a producer sent; so much of it is enough. */
    private static final int MAX_REASON = 500;

    /** The reason may push a record beyond the broker's 1 MiB, and a refused letter would end whoever sends it. */
    private static final int MAX_BYTES = 1_000_000;

    private final RecordPublisher publisher;

    /** Sends through the given publisher, which stays the caller's to flush and close. */
    public DeadLetters(RecordPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Sends a record's key, bytes and headers on, with {@link DeadLetterHeaders} added; see {@link #letter}.
     *
     * @param record one with a key of text or bytes, or none
     * @param reason one sentence: what is wrong and what to do
     * @throws SendFailedException if an earlier record of the publisher failed; this one was not sent then
     */
    public void publish(ConsumerRecord<?, byte[]> record, String reason) {
        Origin origin = new Origin(record.topic(), record.partition(), record.offset(), record.timestamp());
        ProducerRecord<byte[], byte[]> letter =
                letter(origin, keyBytes(record), record.value(), record.headers(), reason);
        publisher.send(Topic.DEAD_LETTERS, letter.key(), letter.value(), letter.headers());
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
        new DeadLetterHeaders(Optional.empty(), reason, OptionalLong.empty()).writeTo(headers);
        publisher.send(Topic.DEAD_LETTERS, stream, source.getBytes(StandardCharsets.UTF_8), headers);
    }

    /**
     * A record as a dead letter. A value too large to take the reason along stays where it is, for as long as its topic
     * keeps it, and so do key and headers that do not fit either.
     *
     * @param key any bytes, or null
     * @param value any bytes, or null
     * @param reason one sentence: what is wrong and what to do
     */
    public static ProducerRecord<byte[], byte[]> letter(
            Origin origin, byte[] key, byte[] value, Headers headers, String reason) {
        String shown = reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "...";
        long around = size(key) + size(headers);
        boolean repeats = around + size(value) <= MAX_BYTES;
        boolean names = around <= MAX_BYTES;
        Headers all = names ? new RecordHeaders(headers) : new RecordHeaders();
        new DeadLetterHeaders(Optional.of(origin), shown, repeats ? OptionalLong.empty() : OptionalLong.of(size(value)))
                .writeTo(all);
        return new ProducerRecord<>(
                Topic.DEAD_LETTERS.topicName(), null, names ? key : null, repeats ? value : null, all);
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
