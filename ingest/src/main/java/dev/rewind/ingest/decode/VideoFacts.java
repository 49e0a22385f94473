package dev.rewind.ingest.decode;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a video says of itself, before any of it is decoded.
 *
 * @param container as ffmpeg calls it, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param codec of the video track that is read, as ffmpeg calls it
 * @param width of the pictures as they are stored, neither turned nor stretched
 * @param height of the same
 * @param rotation degrees that a player turns them anticlockwise, as ffmpeg tells it: -180 to 180
 * @param rate average frames a second
 * @param duration of the video track if it has one of its own
 * @param frames how many the container says it holds
 */
public record VideoFacts(
        String container,
        String codec,
        int width,
        int height,
        int rotation,
        OptionalDouble rate,
        Optional<Duration> duration,
        OptionalLong frames) {
    public VideoFacts {
        Objects.requireNonNull(container, "container");
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(rate, "rate");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(frames, "frames");
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a video has pictures, but these are " + width + "x" + height);
        }
    }
}
