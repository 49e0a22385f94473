package dev.rewind.deploy.explain;

import dev.rewind.deploy.label.LabelSearch;
import dev.rewind.deploy.label.LabelSearch.Found;
import dev.rewind.topics.ClipReference;
import dev.rewind.topics.KafkaConnection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a person names a label. */
sealed interface LabelName {
    /** A stream may be called anything, such a name included: what comes last counts. */
    Pattern FORM = Pattern.compile("(.+)@(?:(last)|(?:(\\d{1,9}):)?(\\d{1,18}))", Pattern.DOTALL);

    /** Looks it up; empty when there is none. */
    Optional<Found> find(KafkaConnection connection);

    /**
     * Reads {@code door@last}, {@code door@57}, {@code door@0:131} or {@code door@0:120-131}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static LabelName parse(String text) {
        Optional<ClipReference> clip = ClipReference.parse(text);
        if (clip.isPresent()) {
            return new OfClip(clip.get());
        }
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' names no label; write STREAM@OFFSET for the label at that"
                            + " offset of 'labels', STREAM@PARTITION:OFFSET for that of a frame on 'frames', STREAM@last for the"
                            + " newest, or a clip as 'rewind label' takes it, such as door@0:120-131");
        }
        String stream = parts.group(1);
        if (parts.group(2) != null) {
            return new Newest(stream);
        }
        long offset = Long.parseLong(parts.group(4));
        return parts.group(3) == null
                ? new AtOffset(stream, offset)
                : new OfFrame(stream, Integer.parseInt(parts.group(3)), offset);
    }

    /** The newest of a stream. */
    record Newest(String stream) implements LabelName {
        @Override
        public Optional<Found> find(KafkaConnection connection) {
            return LabelSearch.newest(connection, stream);
        }
    }

    /** By its own place on {@code labels}. */
    record AtOffset(String stream, long offset) implements LabelName {
        @Override
        public Optional<Found> find(KafkaConnection connection) {
            return LabelSearch.at(connection, stream, offset);
        }
    }

    /** By the place of one of its frames; clips overlap, and the newest counts. */
    record OfFrame(String stream, int partition, long offset) implements LabelName {
        @Override
        public Optional<Found> find(KafkaConnection connection) {
            return LabelSearch.withFrames(connection, stream, partition, offset);
        }
    }

    /** By the places of its first and its last frame. */
    record OfClip(ClipReference clip) implements LabelName {
        @Override
        public Optional<Found> find(KafkaConnection connection) {
            return LabelSearch.of(connection, clip);
        }
    }
}
