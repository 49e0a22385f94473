package dev.rewind.topics;

import java.util.Objects;
import org.apache.kafka.common.header.Headers;

/**
 * What a record of {@code labelled-clips} says about its clip. Only {@code label} is required, so that
 * {@code kcat -P -t labelled-clips -k clip42 -H label=waving wave.mp4} works.
 *
 * @param label the class name
 * @param origin who said so
 * @param group clips of one group (a camera, a person) stay on one side of the held-out split; the clip id by default
 */
public record LabelledClipHeaders(String label, Origin origin, String group) {
    /** Who a label comes from; a model's own labels are never truth. */
    public enum Origin {
        PERSON,
        PRODUCER
    }

    public LabelledClipHeaders {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(group, "group");
        if (label == null || label.isBlank()) {
            throw new UnreadableRecordException("a labelled clip needs a header 'label' with the class name");
        }
    }

    /**
     * Reads the headers of a record.
     *
     * @throws UnreadableRecordException if there is no label, or the origin is not one of {@link Origin}
     */
    public static LabelledClipHeaders read(String clip, Headers headers) {
        String origin = FrameHeaders.text(headers, "origin").orElse("producer");
        try {
            return new LabelledClipHeaders(
                    FrameHeaders.text(headers, "label").orElse(null),
                    Origin.valueOf(origin.toUpperCase(java.util.Locale.ROOT)),
                    FrameHeaders.text(headers, "group").orElse(clip));
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException(
                    "clip '" + clip + "' has origin '" + origin + "'; it must be person or producer", e);
        }
    }

    /** Writes these attributes to a record's headers. */
    public void writeTo(Headers headers) {
        FrameHeaders.put(headers, "label", label);
        FrameHeaders.put(headers, "origin", origin.name().toLowerCase(java.util.Locale.ROOT));
        FrameHeaders.put(headers, "group", group);
    }
}
