package dev.rewind.ingest.decode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The frames of one video file, URL or camera, upright, in order, sampled by timestamp. For one thread; interrupting it
 * ends a read that waits.
 */
public final class VideoFrames implements AutoCloseable {
    /** What {@link #readAll} takes at most. */
    private static final long MOST_BYTES = 1L << 30;

    private final SampledVideo video;
    private final RgbConverter converter;

    private VideoFrames(SampledVideo video, DecodeSettings settings) {
        this.video = video;
        converter = new RgbConverter(settings.shortSide(), video.turn());
    }

    /**
     * Opens a source.
     *
     * @param source the path of a file, an rtsp(s), rtmp(s), srt or http(s) URL, or a camera such as {@code /dev/video0}
     * @throws SourceException if it gives no video
     */
    public static VideoFrames open(String source, DecodeSettings settings) {
        return new VideoFrames(SampledVideo.open(source, settings, decoded -> {}), settings);
    }

    /**
     * All frames of a file, at least one.
     *
     * @throws SourceException if it gives no video, or more than 1 GiB of frames
     */
    public static List<VideoFrame> readAll(Path file, DecodeSettings settings) {
        return readAll(file, settings, MOST_BYTES);
    }

    static List<VideoFrame> readAll(Path file, DecodeSettings settings, long mostBytes) {
        try (VideoFrames video = open(file.toString(), settings)) {
            List<VideoFrame> frames = new ArrayList<>();
            long bytes = 0;
            for (var frame = video.next(); frame.isPresent(); frame = video.next()) {
                frames.add(frame.get());
                bytes += frame.get().rgb().length;
                if (bytes > mostBytes) {
                    throw new SourceException(file + " gives more than " + (mostBytes >> 20) + " MiB of frames ("
                            + frames.size() + " so far); cut it shorter, or sample fewer or smaller frames");
                }
            }
            return frames;
        }
    }

    /**
     * The next frame, or nothing at the end of the video.
     *
     * @throws SourceException if the source breaks off, is silent for too long, or not one frame could be decoded
     */
    public Optional<VideoFrame> next() {
        return video.next() ? Optional.of(converter.convert(video.picture(), video.time())) : Optional.empty();
    }

    /**
     * What is wrong with a video that could be read all the same, in one sentence: ffmpeg skips damaged parts silently.
     * Known once {@link #next} was empty.
     */
    public Optional<String> damage() {
        return video.end().flatMap(VideoEnd::damage);
    }

    @Override
    public void close() {
        converter.close();
        video.close();
    }
}
