package dev.rewind.ingest.decode;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The frames of one video file, URL or camera, upright, in order, sampled by timestamp. For one thread; interrupting it
 * ends a read that waits.
 */
public final class VideoFrames implements AutoCloseable {
    /** What {@link #readAll} takes at most. */
    private static final long MOST_BYTES = 1L << 30;
    /** Containers that count milliseconds round their timestamps. */
    private static final long ROUNDING_US = 1000;

    private final Demuxer demuxer;
    private final RgbConverter converter;
    private final Timeline timeline;
    private final long periodNanos;
    private AVFrame onScreen = av_frame_alloc();
    private AVFrame ahead = av_frame_alloc();
    private boolean hasAhead;
    private long aheadUs;
    private long decoded;
    private long samples;
    private boolean ended;

    private VideoFrames(Demuxer demuxer, DecodeSettings settings) {
        this.demuxer = demuxer;
        converter = new RgbConverter(settings.shortSide(), demuxer.rotation());
        timeline = new Timeline(demuxer.frameIntervalUs());
        periodNanos = settings.period().map(Duration::toNanos).orElse(0L);
    }

    /**
     * Opens a source.
     *
     * @param source the path of a file, an rtsp(s) or http(s) URL, or a camera such as {@code /dev/video0}
     * @throws SourceException if it gives no video
     */
    public static VideoFrames open(String source, DecodeSettings settings) {
        return new VideoFrames(new Demuxer(source, settings), settings);
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
        while (hasAhead || decodeAhead()) {
            if (periodNanos > 0 && dueUs() < aheadUs - ROUNDING_US) {
                return sample(dueUs());
            }
            advance();
            if (periodNanos == 0) {
                return sample(aheadUs);
            }
            if (dueUs() <= aheadUs + ROUNDING_US) {
                return sample(dueUs());
            }
        }
        return Optional.empty();
    }

    /**
     * What is wrong with a video that could be read all the same, in one sentence: ffmpeg skips damaged parts silently.
     * Known once {@link #next} was empty.
     */
    public Optional<String> damage() {
        if (!ended) {
            return Optional.empty();
        }
        long missing = demuxer.declaredFrames() - decoded;
        if (missing > Math.max(2, demuxer.declaredFrames() / 20)) {
            return Optional.of("the video declares " + demuxer.declaredFrames() + " frames, but only " + decoded
                    + " could be decoded; it is cut off or damaged");
        }
        long missingUs = demuxer.declaredUs() - aheadUs - demuxer.frameIntervalUs();
        if (missingUs > Math.max(300_000, demuxer.declaredUs() / 10)) {
            return Optional.of(String.format(
                    "the video declares %.1f s of video, but ends after %.1f s; it is cut off or damaged",
                    demuxer.declaredUs() / 1e6, aheadUs / 1e6));
        }
        return demuxer.failures() == 0
                ? Optional.empty()
                : Optional.of(demuxer.failures() + " pictures or packets of the video are damaged");
    }

    /** How long the video says it is; empty for what has no end, such as a camera. */
    public Optional<Duration> duration() {
        return Optional.of(demuxer.declaredUs()).filter(us -> us > 0).map(us -> Duration.ofNanos(us * 1000));
    }

    private boolean decodeAhead() {
        if (ended) {
            return false;
        }
        if (!demuxer.decode(ahead)) {
            ended = true;
            if (decoded == 0) {
                throw demuxer.failure("has a video track, but not one frame could be decoded");
            }
            return false;
        }
        decoded++;
        aheadUs = timeline.place(demuxer.timestampUs(ahead));
        hasAhead = true;
        return true;
    }

    /** The decoded frame comes on screen; the decoder fills the other one next. */
    private void advance() {
        AVFrame last = onScreen;
        onScreen = ahead;
        ahead = last;
        hasAhead = false;
    }

    private long dueUs() {
        return samples * periodNanos / 1000;
    }

    private Optional<VideoFrame> sample(long atUs) {
        samples++;
        return Optional.of(converter.convert(onScreen, Duration.ofNanos(atUs * 1000)));
    }

    @Override
    public void close() {
        av_frame_free(onScreen);
        av_frame_free(ahead);
        converter.close();
        demuxer.close();
    }
}
