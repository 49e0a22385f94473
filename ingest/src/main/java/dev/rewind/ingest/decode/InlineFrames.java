package dev.rewind.ingest.decode;

import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Decodes in this process: what makes ffmpeg hang, grow or crash does so to the caller. For trusted files, and for
 * processes that are there for nothing else.
 */
public final class InlineFrames implements JpegFrames {
    private final SampledVideo video;
    private final JpegEncoder encoder;

    private InlineFrames(SampledVideo video, JpegSettings settings) {
        this.video = video;
        encoder = new JpegEncoder(settings.frames().shortSide(), video.turn(), settings.quality());
    }

    /**
     * Opens a source.
     *
     * @param source the path of a file, an rtsp(s), rtmp(s), srt or http(s) URL, or a camera such as {@code /dev/video0}
     * @throws SourceException if it gives no video
     */
    public static InlineFrames open(String source, JpegSettings settings) {
        return open(source, settings, decoded -> {});
    }

    /**
     * Opens a source, as {@link #open(String, JpegSettings)} does.
     *
     * @param decoded hears of each frame that was decoded, sampled or not: how many they are by now
     */
    public static InlineFrames open(String source, JpegSettings settings, LongConsumer decoded) {
        return new InlineFrames(SampledVideo.open(source, settings.frames(), decoded), settings);
    }

    /** Loads ffmpeg, which takes a while, before the first source is opened. */
    public static void load() {
        Demuxer.load();
    }

    @Override
    public VideoFacts facts() {
        return video.facts();
    }

    @Override
    public Optional<JpegFrame> next() {
        return video.next() ? Optional.of(encoder.encode(video.picture(), video.time())) : Optional.empty();
    }

    /** Decodes what is left without making pictures of it. */
    public void skipToEnd() {
        while (video.next()) {
            // decoded, which is all that is wanted
        }
    }

    @Override
    public Optional<VideoEnd> end() {
        return video.end();
    }

    @Override
    public void close() {
        encoder.close();
        video.close();
    }
}
