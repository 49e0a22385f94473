package dev.rewind.ingest.decode;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.IntPointer;

/**
 * The one track of an opened container that is played, and what is declared of it.
 *
 * @param container stays whoever opened it's to close
 */
record VideoTrack(AVFormatContext container, AVStream stream) {
    private static final long USUAL_INTERVAL_US = 40_000;

    /**
     * The first video track of a file, which is its main one wherever editors write several; a network stream offers the
     * same pictures in several sizes, and there the best is taken. Covers of songs are no videos. The other tracks are not
     * read.
     */
    static Optional<VideoTrack> of(AVFormatContext container, Access access) {
        int chosen = access == Access.FILE ? first(container) : best(container);
        if (chosen < 0) {
            return Optional.empty();
        }
        for (int i = 0; i < container.nb_streams(); i++) {
            container.streams(i).discard(i == chosen ? AVDISCARD_DEFAULT : AVDISCARD_ALL);
        }
        return Optional.of(new VideoTrack(container, container.streams(chosen)));
    }

    private static int first(AVFormatContext container) {
        for (int i = 0; i < container.nb_streams(); i++) {
            AVStream stream = container.streams(i);
            if (stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO && !isCover(stream)) {
                return i;
            }
        }
        return -1;
    }

    private static int best(AVFormatContext container) {
        int best = av_find_best_stream(container, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        return best >= 0 && !isCover(container.streams(best)) ? best : -1;
    }

    private static boolean isCover(AVStream stream) {
        return (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
    }

    AVCodecParameters codec() {
        return stream.codecpar();
    }

    /** As ffmpeg calls it. */
    String codecName() {
        return avcodec_get_name(codec().codec_id()).getString();
    }

    int index() {
        return stream.index();
    }

    /** Microseconds the container gives a decoded frame's ticks. */
    long micros(long ticks) {
        AVRational tick = stream.time_base();
        return Math.round(ticks * ((double) tick.num() / tick.den()) * 1e6);
    }

    /** Microseconds between two frames as the container declares it; 1/25 s where it does not. */
    long frameIntervalUs() {
        AVRational rate = av_guess_frame_rate(container, stream, null);
        return rate.num() > 0 && rate.den() > 0 ? Math.max(1, 1_000_000L * rate.den() / rate.num()) : USUAL_INTERVAL_US;
    }

    /** How many frames the container declares; 0 if it does not. */
    long declaredFrames() {
        return stream.nb_frames();
    }

    /** Microseconds the container declares, of this track if it can; 0 if not, as for a live source. */
    long declaredUs() {
        return stream.duration() > 0 ? micros(stream.duration()) : Math.max(0, container.duration());
    }

    /** Degrees anticlockwise. */
    int rotation() {
        var matrix = av_packet_side_data_get(
                codec().coded_side_data(), codec().nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
        if (matrix == null || matrix.isNull()) {
            return 0;
        }
        double degrees = av_display_rotation_get(new IntPointer(matrix.data()));
        return Double.isNaN(degrees) ? 0 : (int) Math.round(degrees);
    }

    VideoFacts facts() {
        AVRational rate = stream.avg_frame_rate();
        return new VideoFacts(
                container.iformat().name().getString(),
                codecName(),
                codec().width(),
                codec().height(),
                rotation(),
                rate.num() > 0 && rate.den() > 0
                        ? OptionalDouble.of((double) rate.num() / rate.den())
                        : OptionalDouble.empty(),
                declaredUs() > 0 ? Optional.of(Duration.of(declaredUs(), ChronoUnit.MICROS)) : Optional.empty(),
                declaredFrames() > 0 ? OptionalLong.of(declaredFrames()) : OptionalLong.empty());
    }
}
