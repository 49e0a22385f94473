package dev.rewind.ingest.decode;

import java.util.Objects;
import java.util.Optional;

/**
 * What was read of a video that has ended.
 *
 * @param frames how many were decoded, whether sampled or not
 * @param damage what is wrong with the rest, in one sentence; empty for a whole video
 */
public record VideoEnd(long frames, Optional<String> damage) {
    public VideoEnd {
        Objects.requireNonNull(damage, "damage");
        if (frames < 1) {
            throw new IllegalArgumentException("a video that ends well has frames, but this one had " + frames);
        }
    }
}
