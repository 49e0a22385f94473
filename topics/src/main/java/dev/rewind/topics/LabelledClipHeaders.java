package dev.rewind.topics;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * What a record of {@code labelled-clips} says about its clip. Only {@code label} is required, so that
 * {@code kcat -P -t labelled-clips -k clip42 -H label=waving wave.mp4} works.
 *
 * @param label the class name
 * @param origin who said so
 * @param group clips of one group (a camera, a person) stay on one side of the held-out split; the clip id by default
 * @param contentType {@link ClipReference#CONTENT_TYPE}, {@link FrameHeaders#MOTION_JPEG} (with the period of its frames in
 *     {@code ce_periodus}), or empty for any video file
 * @param said what a model had said of the clip before, if that is known
 */
public record LabelledClipHeaders(
        String label, Origin origin, String group, Optional<String> contentType, Optional<Said> said) {
    /** Who a label comes from; a model's own labels are never truth. */
    public enum Origin {
        PERSON,
        PRODUCER
    }

    /**
     * The label of a model that a person confirmed or corrected.
     *
     * @param label its top-1
     * @param model its version
     */
    public record Said(String label, String model) {
        public Said {
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(model, "model");
        }
    }

    public LabelledClipHeaders {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(said, "said");
        if (label == null || label.isBlank()) {
            throw new UnreadableRecordException("a labelled clip needs a header 'label' with the class name");
        }
    }

    /** Of a video file that no model labelled before. */
    public LabelledClipHeaders(String label, Origin origin, String group) {
        this(label, origin, group, Optional.empty(), Optional.empty());
    }

    /**
     * Reads the headers of a record.
     *
     * @throws UnreadableRecordException if there is no label, or the origin is not one of {@link Origin}
     */
    public static LabelledClipHeaders read(String clip, Headers headers) {
        String label = FrameHeaders.text(headers, "label").orElse(null);
        Optional<String> model = FrameHeaders.text(headers, "model");
        return new LabelledClipHeaders(
                label,
                origin(clip, FrameHeaders.text(headers, "origin").orElse("producer")),
                FrameHeaders.text(headers, "group").orElse(clip),
                FrameHeaders.text(headers, "content-type").filter(type -> !type.isBlank()),
                FrameHeaders.text(headers, "said").flatMap(said -> model.map(version -> new Said(said, version))));
    }

    private static Origin origin(String clip, String name) {
        try {
            return Origin.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException(
                    "clip '" + clip + "' has origin '" + name + "'; it must be person or producer: what a model says"
                            + " itself becomes truth only when a person confirms it",
                    e);
        }
    }

    /** Writes these attributes to a record's headers. */
    public void writeTo(Headers headers) {
        FrameHeaders.put(headers, "label", label);
        FrameHeaders.put(headers, "origin", origin.name().toLowerCase(Locale.ROOT));
        FrameHeaders.put(headers, "group", group);
        contentType.ifPresent(type -> FrameHeaders.put(headers, "content-type", type));
        said.ifPresent(before -> {
            FrameHeaders.put(headers, "said", before.label());
            FrameHeaders.put(headers, "model", before.model());
        });
    }
}
