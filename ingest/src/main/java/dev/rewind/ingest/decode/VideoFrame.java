package dev.rewind.ingest.decode;

import java.time.Duration;
import java.util.Objects;

/**
 * One picture of a video.
 *
 * @param rgb packed red, green, blue bytes (0 to 255), row by row from the top left: height x width x 3
 * @param width in pixels
 * @param height in pixels
 * @param timestamp since the first frame of the video
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and too many to wrap
public record VideoFrame(byte[] rgb, int width, int height, Duration timestamp) {
    public VideoFrame {
        Objects.requireNonNull(timestamp, "timestamp");
        if (rgb.length != width * height * 3) {
            throw new IllegalArgumentException("a frame of " + width + "x" + height + " needs " + width * height * 3
                    + " RGB bytes, but has " + rgb.length);
        }
    }
}
