package dev.rewind.topics;

import java.util.Objects;

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

    /** The clip's id: what a person says of it twice is a correction, whoever asked. */
    public String id() {
        return stream + "@" + partition + ":" + firstOffset + "-" + lastOffset;
    }
}
