package dev.rewind.topics.deadletters;

import dev.rewind.topics.Topic;
import dev.rewind.topics.deadletters.DeadLetter.Id;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What says of a letter that its record was put back, and of a record how often. */
final class RedriveMark {
    /** On a mark: the offset of its letter, in the same partition. */
    private static final String REDRIVEN = "dead-letter-redriven";

    /** On a record that was put back; it stays with the record, also when that becomes a dead letter once more. */
    private static final String ATTEMPTS = "redrive-attempts";

    private RedriveMark() {}

    /** The mark of a letter. */
    static ProducerRecord<byte[], byte[]> of(DeadLetter letter) {
        Headers headers = new RecordHeaders();
        put(headers, REDRIVEN, letter.id().offset());
        return new ProducerRecord<>(
                Topic.DEAD_LETTERS.topicName(), letter.id().partition(), letter.key(), null, headers);
    }

    /** Which letter a record is the mark of; empty for a letter. */
    static Optional<Id> read(ConsumerRecord<byte[], byte[]> record) {
        return number(record.headers(), REDRIVEN).map(offset -> new Id(record.partition(), offset));
    }

    /** How often a record was put back. */
    static int attempts(Headers headers) {
        return number(headers, ATTEMPTS)
                .map(count -> (int) Math.min(Integer.MAX_VALUE, count))
                .orElse(0);
    }

    /** The headers that a letter's record goes back with. */
    static Headers counted(Headers own, int attempts) {
        Headers headers = new RecordHeaders(own);
        headers.remove(ATTEMPTS);
        put(headers, ATTEMPTS, attempts);
        return headers;
    }

    private static void put(Headers headers, String name, long number) {
        headers.add(name, Long.toString(number).getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Long> number(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return Optional.ofNullable(header == null ? null : header.value())
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong);
    }
}
