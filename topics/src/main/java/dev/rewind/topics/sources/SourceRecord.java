package dev.rewind.topics.sources;

import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Topic;
import dev.rewind.topics.UnreadableRecordException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the {@code sources} topic says of one stream: a source, or something that is none.
 *
 * @param stream the stream's id
 * @param revision when the record was written, in milliseconds since 1970: another record, another revision
 * @param spec what is wanted; empty if that cannot be read
 * @param refusal why not, in one line; empty if it can
 */
public record SourceRecord(String stream, long revision, Optional<SourceSpec> spec, Optional<String> refusal) {
    private static final Pattern STREAM = Pattern.compile("[\\p{L}\\p{N}._-]{1,100}");
    private static final int MOST_BYTES = 64 * 1024;

    public SourceRecord {
        Objects.requireNonNull(stream, "stream");
        if (spec.isPresent() == refusal.isPresent()) {
            throw new IllegalArgumentException("a record of '" + stream
                    + "' is either a source or refused, but was given " + spec + " and " + refusal);
        }
    }

    /**
     * Checks a stream's id.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static String requireStream(String stream) {
        if (stream == null || !STREAM.matcher(stream).matches()) {
            throw new IllegalArgumentException(
                    "a stream's id has 1 to 100 letters, digits, dots, dashes and underscores," + " but was "
                            + (stream == null ? "missing" : "'" + stream.replaceAll("\\p{Cntrl}", "?") + "'"));
        }
        return stream;
    }

    /** Reads a record; empty if it removes its source. */
    public static Optional<SourceRecord> read(ConsumerRecord<String, byte[]> record) {
        return read(record.key(), record.timestamp(), record.value());
    }

    /**
     * Reads a record's parts.
     *
     * @param stream its key
     * @param revision its timestamp
     */
    public static Optional<SourceRecord> read(String stream, long revision, byte[] value) {
        if (stream == null || value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(requireStream(stream), revision, spec(value)));
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            return Optional.of(new SourceRecord(stream, revision, Optional.empty(), Optional.of(reason(e))));
        }
    }

    /** What the source's own check says, where that is behind it; else what the JSON parser says, in one line. */
    private static String reason(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException) {
                return cause.getMessage();
            }
        }
        return failure.getMessage().lines().findFirst().orElse("it cannot be read");
    }

    /** What is wanted of a stream. */
    public static SourceRecord of(String stream, long revision, SourceSpec spec) {
        return new SourceRecord(stream, revision, Optional.of(spec), Optional.empty());
    }

    private static SourceSpec spec(byte[] value) {
        if (value.length > MOST_BYTES) {
            throw new UnreadableRecordException(
                    "the source has " + value.length + " bytes, more than the " + MOST_BYTES + " that one may have");
        }
        SourceSpec spec = JsonSerde.of(SourceSpec.class).deserializer().deserialize(Topic.SOURCES.topicName(), value);
        if (spec == null) {
            throw new UnreadableRecordException("the source is the JSON null; a record without a value removes it");
        }
        return spec;
    }
}
