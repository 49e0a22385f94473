package dev.rewind.topics.deadletters;

import dev.rewind.topics.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;

/**
 * A record of {@code dead-letters}.
 *
 * @param id where it lies
 * @param at when it was put there
 * @param key of the record that could not be read; null when it has none
 * @param value its bytes; null when it has none, or they were left behind
 * @param headers its own headers, without those that {@code about} was read from
 * @param about where it came from, and why it is here
 * @param attempts how often it was put back before it came here
 */
public record DeadLetter(
        Id id, Instant at, byte[] key, byte[] value, Headers headers, DeadLetterHeaders about, int attempts) {
    public DeadLetter {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(about, "about");
    }

    /**
     * Where a dead letter lies.
     *
     * @param partition of {@code dead-letters}
     * @param offset there
     */
    public record Id(int partition, long offset) {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

        /**
         * Reads {@code 2:17}.
         *
         * @throws IllegalArgumentException if the text is no id
         */
        public static Id parse(String text) {
            Matcher parts = FORM.matcher(text);
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "'" + text
                                + "' is no id of a dead letter; they look like 2:17 (partition:offset), as 'rewind dlq ls' shows");
            }
            return new Id(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)));
        }

        @Override
        public String toString() {
            return partition + ":" + offset;
        }
    }

    /** The key as text: of frames the stream, of labelled clips the clip's id; empty when there is none. */
    public Optional<String> name() {
        return Optional.ofNullable(key).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** Bytes of the record's value, wherever they lie. */
    public long bytes() {
        return about.leftBehind().orElse(value == null ? 0 : value.length);
    }

    /** Whether the value is to be had from the original topic alone. */
    public boolean isLeftBehind() {
        return about.leftBehind().isPresent();
    }
}
