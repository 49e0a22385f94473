package dev.rewind.topics;

import dev.rewind.topics.LabelledClipHeaders.Origin;
import dev.rewind.topics.LabelledClipHeaders.Said;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What a person says of a clip of a live stream, by reference to its frames: one record of {@code labelled-clips}.
 *
 * @param clip where its frames lie
 * @param label what it shows
 * @param group clips of one group stay on one side of the held-out split
 * @param said what a model had said of it; empty when none had
 */
public record Feedback(ClipReference clip, ClassName label, String group, Optional<Said> said) {
    public Feedback {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(said, "said");
    }

    /** Confirms or corrects what a model said; a stream is a group. */
    public static Feedback on(Label label, ClassName answer) {
        return new Feedback(ClipReference.of(label), answer, label.stream(), Optional.of(said(label)));
    }

    /** What is remembered of a model's label. */
    public static Said said(Label label) {
        return new Said(label.top().get(0).label(), label.model().version());
    }

    /** Sends it; the outcome is the publisher's to tell. */
    public void send(RecordPublisher publisher) {
        RecordHeaders headers = new RecordHeaders();
        new LabelledClipHeaders(label.text(), Origin.PERSON, group, Optional.of(ClipReference.CONTENT_TYPE), said)
                .writeTo(headers);
        try (var json = JsonSerde.of(ClipReference.class).serializer()) {
            publisher.send(
                    Topic.LABELLED_CLIPS, clip.id(), json.serialize(Topic.LABELLED_CLIPS.topicName(), clip), headers);
        }
    }
}
