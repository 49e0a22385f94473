package dev.rewind.inference.replay;

import dev.rewind.inference.clips.Clip;
import dev.rewind.topics.Label;
import java.util.Objects;
import java.util.Optional;

/**
 * A clip that is to be labelled again.
 *
 * @param stream its stream
 * @param partition of {@code frames}
 * @param clip its frames, at the size of the model that is to label it
 * @param cut how it was cut; null where that was as the model asks for
 * @param said what was said of it before; empty when it was cut anew
 */
public record PastClip(String stream, int partition, Clip clip, Label.Cut cut, Optional<Label> said) {
    public PastClip {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(said, "said");
    }
}
