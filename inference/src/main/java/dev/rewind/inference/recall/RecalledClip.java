package dev.rewind.inference.recall;

import dev.rewind.inference.clips.Clip;
import java.util.List;

/**
 * A clip whose frames were read again.
 *
 * @param clip its frames as the model takes them
 * @param jpegs the same frames as their producer sent them, a JPEG each
 */
public record RecalledClip(Clip clip, List<byte[]> jpegs) {
    public RecalledClip {
        jpegs = List.copyOf(jpegs);
    }
}
