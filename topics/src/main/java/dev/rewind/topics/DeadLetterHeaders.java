package dev.rewind.topics;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Where a record on {@code dead-letters} came from and why it is there. The record's own headers stay beside these.
 *
 * @param origin where it was read; empty for what was no record, such as a video that cannot be played
 * @param reason one sentence: what is wrong and what to do
 * @param leftBehind bytes of a value that was too large to be repeated, and lies at the origin alone
 */
public record DeadLetterHeaders(Optional<Origin> origin, String reason, OptionalLong leftBehind) {
    /** What letters ended with that left their value behind, before there was a header for it. */
    private static final String LEFT_BEHIND = "(too large to repeat here: read it at that offset)";

    private static final String TOPIC = "dead-letter-topic";
    private static final String PARTITION = "dead-letter-partition";
    private static final String OFFSET = "dead-letter-offset";
    private static final String TIMESTAMP = "dead-letter-timestamp";
    private static final String REASON = "dead-letter-reason";
    private static final String BYTES = "dead-letter-bytes";
    private static final List<String> ALL = List.of(TOPIC, PARTITION, OFFSET, TIMESTAMP, REASON, BYTES);

    public DeadLetterHeaders {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(leftBehind, "leftBehind");
    }

    /**
     * The place of a record on the topic that it was read from.
     *
     * @param topic that topic
     * @param partition its partition there
     * @param offset its offset there
     * @param timestamp its own, in milliseconds since 1970; negative when it has none, or nobody wrote it down
     */
    public record Origin(String topic, int partition, long offset, long timestamp) {
        public Origin {
            Objects.requireNonNull(topic, "topic");
        }

        @Override
        public String toString() {
            return topic + " " + partition + "/" + offset;
        }
    }

    /** Writes these attributes to a record's headers, in place of those of an earlier time. */
    public void writeTo(Headers headers) {
        ALL.forEach(headers::remove);
        origin.ifPresent(from -> {
            FrameHeaders.put(headers, TOPIC, from.topic());
            FrameHeaders.put(headers, PARTITION, Integer.toString(from.partition()));
            FrameHeaders.put(headers, OFFSET, Long.toString(from.offset()));
            if (from.timestamp() >= 0) {
                FrameHeaders.put(headers, TIMESTAMP, Long.toString(from.timestamp()));
            }
        });
        FrameHeaders.put(headers, REASON, reason);
        leftBehind.ifPresent(bytes -> FrameHeaders.put(headers, BYTES, Long.toString(bytes)));
    }

    /** Reads them. Any program may write to the topic: what it did not say, or not in our words, is empty. */
    public static DeadLetterHeaders read(Headers headers) {
        String reason = FrameHeaders.text(headers, REASON).orElse("(no reason given)");
        OptionalLong bytes = number(headers, BYTES);
        boolean left = bytes.isEmpty() && reason.endsWith(LEFT_BEHIND);
        return new DeadLetterHeaders(originOf(headers), reason, left ? OptionalLong.of(0) : bytes);
    }

    /** The headers of the record itself, as it was when it was read. */
    public static Headers without(Headers headers) {
        RecordHeaders own = new RecordHeaders(headers);
        ALL.forEach(own::remove);
        return own;
    }

    private static Optional<Origin> originOf(Headers headers) {
        Optional<String> topic = FrameHeaders.text(headers, TOPIC);
        OptionalLong partition = number(headers, PARTITION);
        OptionalLong offset = number(headers, OFFSET);
        boolean known = topic.isPresent()
                && partition.isPresent()
                && offset.isPresent()
                && partition.getAsLong() <= Integer.MAX_VALUE;
        return known
                ? Optional.of(new Origin(
                        topic.get(),
                        (int) partition.getAsLong(),
                        offset.getAsLong(),
                        number(headers, TIMESTAMP).orElse(-1)))
                : Optional.empty();
    }

    private static OptionalLong number(Headers headers, String name) {
        return FrameHeaders.text(headers, name)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }
}
