package dev.rewind.ingest.decode;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Decoded pictures, sampled by timestamp: at each multiple of a period, the one on screen then; or every one. */
final class SampledVideo implements AutoCloseable {
    /** Containers that count milliseconds round their timestamps. */
    private static final long ROUNDING_US = 1000;

    private final Demuxer demuxer;
    private final Timeline timeline;
    private final LongConsumer onDecoded;
    private final long periodNanos;
    private AVFrame onScreen = av_frame_alloc();
    private AVFrame ahead = av_frame_alloc();
    private boolean hasAhead;
    private long aheadUs;
    private long decoded;
    private long brokeUs = -1;
    private long samples;
    private long sampleUs;
    private boolean ended;

    private SampledVideo(Demuxer demuxer, DecodeSettings settings, LongConsumer onDecoded) {
        this.demuxer = demuxer;
        this.onDecoded = onDecoded;
        timeline = new Timeline(demuxer.track().frameIntervalUs());
        periodNanos = settings.period().map(Duration::toNanos).orElse(0L);
    }

    /**
     * Opens a source.
     *
     * @param onDecoded hears of each frame that was decoded: how many they are by now
     * @throws SourceException if it gives no video
     */
    static SampledVideo open(String source, DecodeSettings settings, LongConsumer onDecoded) {
        return new SampledVideo(new Demuxer(source, settings), settings, onDecoded);
    }

    /**
     * Goes on to the next sample; false at the end of the video.
     *
     * @throws SourceException if the source breaks off, is silent for too long, or not one frame could be decoded
     */
    boolean next() {
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
        return false;
    }

    /** The sampled picture as it was decoded, neither scaled nor turned; it lasts until the next one. */
    AVFrame picture() {
        return onScreen;
    }

    /** When it is shown, since the first frame of the video. */
    Duration time() {
        return Duration.ofNanos(sampleUs * 1000);
    }

    /** How pictures are to be turned. */
    Turn turn() {
        return demuxer.turn();
    }

    VideoFacts facts() {
        return demuxer.facts();
    }

    /** What was read, and what not: ffmpeg skips damaged parts silently. Known once {@link #next} was false. */
    Optional<VideoEnd> end() {
        return ended ? Optional.of(new VideoEnd(decoded, damage())) : Optional.empty();
    }

    private Optional<String> damage() {
        long declared = demuxer.track().declaredFrames();
        String broken = brokeUs < 0
                ? ""
                : String.format(Locale.ROOT, "; the first damage is %.1f s after its start", brokeUs / 1e6);
        if (declared - decoded > Math.max(2, declared / 20)) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "the video declares %d frames, but only %d could be decoded, up to %.1f s%s; it is cut off or damaged",
                    declared,
                    decoded,
                    aheadUs / 1e6,
                    broken));
        }
        long declaredUs = demuxer.track().declaredUs();
        if (declaredUs - aheadUs - demuxer.track().frameIntervalUs() > Math.max(300_000, declaredUs / 10)) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "the video declares %.1f s of video, but ends after %.1f s%s; it is cut off or damaged",
                    declaredUs / 1e6,
                    aheadUs / 1e6,
                    broken));
        }
        if (demuxer.failures() == 0) {
            return Optional.empty();
        }
        String missing = declared > decoded ? ", and " + decoded + " of " + declared + " frames could be decoded" : "";
        return Optional.of(demuxer.failures() + " pictures or packets of the video are damaged" + missing + broken);
    }

    private boolean decodeAhead() {
        if (ended) {
            return false;
        }
        boolean more = demuxer.decode(ahead);
        if (brokeUs < 0 && demuxer.failures() > 0) {
            brokeUs = aheadUs;
        }
        if (!more) {
            ended = true;
            if (decoded == 0) {
                throw demuxer.failure("has a video track, but not one frame could be decoded");
            }
            return false;
        }
        onDecoded.accept(++decoded);
        aheadUs = timeline.place(demuxer.timestampUs(ahead));
        demuxer.requireWithinLimits(decoded, aheadUs);
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

    private boolean sample(long atUs) {
        samples++;
        sampleUs = atUs;
        return true;
    }

    @Override
    public void close() {
        av_frame_free(onScreen);
        av_frame_free(ahead);
        demuxer.close();
    }
}
