package dev.rewind.ingest.decode;

import java.util.Optional;

/**
 * The frames of one video file, URL or camera as JPEGs: upright, in order, sampled by timestamp. For one thread;
 * interrupting it ends a read that waits.
 */
public interface JpegFrames extends AutoCloseable {
    /** What the video says of itself. */
    VideoFacts facts();

    /**
     * The next frame, or nothing at the end of the video.
     *
     * @throws SourceException if the source breaks off, is silent for too long, or not one frame could be decoded
     */
    Optional<JpegFrame> next();

    /** What was read; empty until {@link #next} was. */
    Optional<VideoEnd> end();

    @Override
    void close();
}
