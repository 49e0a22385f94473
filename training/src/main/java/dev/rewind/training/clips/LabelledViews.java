package dev.rewind.training.clips;

import java.util.List;

/**
 * The views of one recording whose scores are summed.
 *
 * @param clips each packed RGB, frames x height x width x 3 bytes
 * @param label index of the recording's class
 */
public record LabelledViews(List<byte[]> clips, int label) {
    public LabelledViews {
        clips = List.copyOf(clips);
    }
}
