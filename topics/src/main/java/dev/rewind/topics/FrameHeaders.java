package dev.rewind.topics;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What a record of {@code frames} says about itself, as CloudEvents binary headers. A producer that sends none of them
 * (a plain {@code kcat -P -t frames -k door photo.jpg}) sends one JPEG of a stream without epochs, captured at the
 * record's timestamp.
 *
 * @param contentType {@link #JPEG} for one frame, {@link #MOTION_JPEG} for JPEGs one after another
 * @param source where the frames come from, without credentials
 * @param epoch counts the restarts of a source; no clip spans two epochs
 * @param sequence number of the record's first frame within its epoch, from 0
 * @param captured when the first frame was captured
 * @param period time between consecutive frames of the record; empty when unknown
 * @param decoded when the first frame was decoded, by the producer's clock; empty when it does not say
 * @param produced when the record was given to Kafka, likewise
 */
public record FrameHeaders(
        String contentType,
        String source,
        long epoch,
        long sequence,
        Instant captured,
        Optional<Duration> period,
        Optional<Instant> decoded,
        Optional<Instant> produced) {
    public static final String JPEG = "image/jpeg";
    public static final String MOTION_JPEG = "video/x-motion-jpeg";

    private static final String SPEC = "1.0";
    private static final String FAMILY = "dev.rewind.frames.";
    private static final String TYPE = FAMILY + "v1";

    public FrameHeaders {
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(captured, "captured");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(decoded, "decoded");
        Objects.requireNonNull(produced, "produced");
        if (epoch < 0 || sequence < 0) {
            throw new IllegalArgumentException(
                    "epoch and sequence start at 0, but were " + epoch + " and " + sequence + " for " + source);
        }
    }

    /** Of a producer that does not say how long its own work took. */
    public FrameHeaders(
            String contentType, String source, long epoch, long sequence, Instant captured, Optional<Duration> period) {
        this(contentType, source, epoch, sequence, captured, period, Optional.empty(), Optional.empty());
    }

    /** Writes these attributes to a record's headers. */
    public void writeTo(String stream, Headers headers) {
        put(headers, "content-type", contentType);
        put(headers, "ce_specversion", SPEC);
        put(headers, "ce_type", TYPE);
        put(headers, "ce_source", source);
        put(headers, "ce_subject", stream);
        put(headers, "ce_id", stream + "/" + epoch + "/" + sequence);
        put(headers, "ce_time", captured.toString());
        put(headers, "ce_epoch", Long.toString(epoch));
        put(headers, "ce_sequence", Long.toString(sequence));
        period.ifPresent(p -> put(headers, "ce_periodus", Long.toString(p.toNanos() / 1000)));
        decoded.ifPresent(at -> put(headers, "ce_decodedtime", at.toString()));
        produced.ifPresent(at -> put(headers, "ce_producedtime", at.toString()));
    }

    /**
     * Reads the attributes of a record, with the defaults of a producer that sends none.
     *
     * @param timestamp the record's own timestamp, in milliseconds since 1970
     * @throws UnreadableRecordException if a header is there but is not what it should be, or the record is of a version
     *     that nobody knew when this was written
     */
    public static FrameHeaders read(Headers headers, long timestamp) {
        requireKnownVersion(headers);
        try {
            return new FrameHeaders(
                    text(headers, "content-type").orElse(JPEG),
                    text(headers, "ce_source").orElse("unknown"),
                    text(headers, "ce_epoch").map(Long::parseLong).orElse(0L),
                    text(headers, "ce_sequence").map(Long::parseLong).orElse(0L),
                    text(headers, "ce_time").map(Instant::parse).orElse(Instant.ofEpochMilli(timestamp)),
                    text(headers, "ce_periodus").map(Long::parseLong).map(us -> Duration.ofNanos(us * 1000)),
                    text(headers, "ce_decodedtime").map(Instant::parse),
                    text(headers, "ce_producedtime").map(Instant::parse));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new UnreadableRecordException("a header of the frames record cannot be read: " + e.getMessage(), e);
        }
    }

    /** What a later version means by the same headers is anyone's guess; a type that is not ours says nothing of them. */
    private static void requireKnownVersion(Headers headers) {
        text(headers, "ce_specversion").filter(spec -> !spec.equals(SPEC)).ifPresent(spec -> {
            throw new UnreadableRecordException("the record follows CloudEvents " + spec + ", but only " + SPEC
                    + " can be read; send that, or upgrade rewind, then: rewind dlq redrive");
        });
        text(headers, "ce_type")
                .filter(type -> type.startsWith(FAMILY) && !type.equals(TYPE))
                .ifPresent(type -> {
                    throw new UnreadableRecordException("the record is of type " + type + ", but only " + TYPE
                            + " can be read; upgrade rewind, then: rewind dlq redrive");
                });
    }

    /** The text of the last header of that name. */
    static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
