package dev.rewind.topics;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A clip by where its frames lie on {@code frames}, as a {@link Label}'s lineage says it: the value of a {@code
 * labelled-clips} record whose {@code content-type} is {@link #CONTENT_TYPE}. Training reads the frames back and puts the
 * clip itself in its place, under the same key, before the frames expire.
 *
 * @param stream whose frames
 * @param partition of {@code frames}
 * @param firstOffset of the record that holds the clip's first frame
 * @param lastOffset of the record that holds its last frame
 */
public record ClipReference(String stream, int partition, long firstOffset, long lastOffset) {
    public static final String CONTENT_TYPE = "application/vnd.rewind.clip-reference+json";

    /** A stream may be called anything, an id included: the last numbers count. */
    private static final Pattern ID = Pattern.compile("(.+)@(\\d{1,9}):(\\d{1,18})-(\\d{1,18})", Pattern.DOTALL);

    public ClipReference {
        Objects.requireNonNull(stream, "stream");
        if (partition < 0 || firstOffset < 0 || lastOffset < firstOffset) {
            throw new IllegalArgumentException("a clip of stream '" + stream
                    + "' lies in a partition from 0 on, from an"
                    + " offset to the same or a later one, but was given " + partition + "/" + firstOffset + " to "
                    + lastOffset);
        }
    }

    /** The frames that a label was made from. */
    public static ClipReference of(Label label) {
        Label.Lineage lineage = label.lineage();
        return new ClipReference(label.stream(), lineage.partition(), lineage.firstOffset(), lineage.lastOffset());
    }

    /**
     * Reads an {@link #id()}; empty for any other text.
     *
     * @throws IllegalArgumentException if it is one, but of a clip that ends before it begins
     */
    public static Optional<ClipReference> parse(String id) {
        Matcher parts = ID.matcher(id);
        return parts.matches()
                ? Optional.of(new ClipReference(
                        parts.group(1),
                        Integer.parseInt(parts.group(2)),
                        Long.parseLong(parts.group(3)),
                        Long.parseLong(parts.group(4))))
                : Optional.empty();
    }

    /** The clip's id: what a person says of it twice is a correction, whoever asked. */
    public String id() {
        return stream + "@" + partition + ":" + firstOffset + "-" + lastOffset;
    }
}
