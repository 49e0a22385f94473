package dev.rewind.ingest.decode;

import java.util.Objects;

/**
 * How a video is turned into JPEGs.
 *
 * @param frames which frames, and how large
 * @param quality 0 (smallest) to 1 (best)
 */
public record JpegSettings(DecodeSettings frames, float quality) {
    public JpegSettings {
        Objects.requireNonNull(frames, "frames");
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("the JPEG quality lies in 0 to 1, but was " + quality);
        }
    }
}
