package dev.rewind.ingest.decode;

import java.time.Duration;
import java.util.Objects;

/**
 * One picture of a video as a JFIF file.
 *
 * @param jpeg the file
 * @param width in pixels
 * @param height in pixels
 * @param timestamp since the first frame of the video
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and too many to wrap
public record JpegFrame(byte[] jpeg, int width, int height, Duration timestamp) {
    public JpegFrame {
        Objects.requireNonNull(timestamp, "timestamp");
        if (jpeg.length == 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException("a JPEG of " + jpeg.length + " bytes for a picture of " + width + "x"
                    + height + " holds no picture");
        }
    }
}
