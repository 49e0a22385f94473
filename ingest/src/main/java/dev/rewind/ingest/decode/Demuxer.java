package dev.rewind.ingest.decode;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;
import static org.bytedeco.ffmpeg.global.swscale.swscale_version;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.javacpp.PointerPointer;

/**
 * One opened source and the decoder of its video track. Written on ffmpeg's own interface rather than JavaCV's grabber,
 * whose open and close take one lock for the whole process: one silent camera would keep every other source from opening.
 */
final class Demuxer implements AutoCloseable {
    /** Each holds pictures of its own. */
    private static final int MOST_THREADS = 3;

    static {
        // What goes wrong is reported once, by this package, not by ffmpeg on stderr.
        av_log_set_level(AV_LOG_QUIET);
    }

    private final String name;
    private final Access access;
    private final OpenSettings settings;
    private final Deadline deadline;
    private final AVFormatContext container;
    private final AVPacket packet;
    private final AVCodecContext decoder;
    private final VideoTrack track;
    private final Turn turn;
    private final VideoFacts facts;
    private Optional<HardwareDevice> hardware = Optional.empty();
    private long failures;

    /** Loads ffmpeg, and unpacks it where that has never happened. */
    static void load() {
        var unused = avcodec_version() + avformat_version() + swscale_version();
    }

    Demuxer(String source, DecodeSettings settings) {
        name = Credentials.hidden(source);
        access = Access.to(source);
        this.settings = settings.open();
        String url = access.url(source, this.settings);
        deadline = new Deadline(settings.timeout());
        container = avformat_alloc_context();
        packet = av_packet_alloc();
        decoder = avcodec_alloc_context3(null);
        try {
            openContainer(url, settings);
            track = videoTrack();
            facts = track.facts();
            turn = Turn.of(-Math.round(facts.rotation() / 90f) * 90);
            requireWithinLimits();
            openDecoder();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Decodes the next picture into {@code frame}; false at the end of the video. */
    boolean decode(AVFrame frame) {
        while (true) {
            int status = avcodec_receive_frame(decoder, frame);
            if (status == 0 && hardware.map(device -> device.fetch(frame)).orElse(true)) {
                failures += frame.decode_error_flags() == 0 ? 0 : 1;
                return true;
            }
            if (status == AVERROR_EOF) {
                return false;
            }
            if (status == AVERROR_EAGAIN()) {
                feed();
            } else {
                failures++;
            }
        }
    }

    /** Microseconds the container gives a decoded frame, or {@code AV_NOPTS_VALUE}. */
    long timestampUs(AVFrame frame) {
        long ticks = frame.best_effort_timestamp();
        return ticks == AV_NOPTS_VALUE ? ticks : track.micros(ticks);
    }

    /** How pictures are to be turned. */
    Turn turn() {
        return turn;
    }

    VideoFacts facts() {
        return facts;
    }

    VideoTrack track() {
        return track;
    }

    /** How many pictures or packets could not be decoded as they should. */
    long failures() {
        return failures;
    }

    SourceException failure(String what) {
        return new SourceException(name + " " + what + "; " + access.advice());
    }

    private void openContainer(String url, DecodeSettings settings) {
        deadline.watch(container);
        if (access == Access.DEVICE) {
            avdevice.avdevice_register_all(); // a library that takes a while to load, and that files do without
        }
        AVInputFormat format = access.format() == null ? null : av_find_input_format(access.format());
        if (access.format() != null && format == null) {
            throw new SourceException(name + " is a camera, but this platform's ffmpeg has no " + access.format()
                    + " input; give a file or the camera's rtsp:// address");
        }
        try (AVDictionary options = new AVDictionary(null)) {
            access.options(settings.timeout(), this.settings)
                    .forEach((key, value) -> av_dict_set(options, key, value, 0));
            int status = avformat_open_input(container, url, format, options);
            av_dict_free(options);
            if (status < 0) {
                throw failure(
                        access == Access.FILE ? "is not a video" + because(status) : "did not open" + because(status));
            }
        }
        if (avformat_find_stream_info(container, (PointerPointer<?>) null) < 0) {
            throw failure("is not a video: its tracks cannot be read");
        }
    }

    private VideoTrack videoTrack() {
        VideoTrack video = VideoTrack.of(container, access)
                .orElseThrow(() ->
                        new SourceException(name + " has no video track; give a file or address that has pictures"));
        int width = video.codec().width();
        int height = video.codec().height();
        if (width <= 0 || height <= 0) {
            throw failure(stopped() ? "sent no picture in time" : "does not say how large its pictures are");
        }
        settings.limits().requirePixels(name, width, height);
        return video;
    }

    /** Of what has an end; a camera may run for years, and knows little of its own rate. */
    private void requireWithinLimits() {
        long bytes = container.pb() == null || access == Access.FILE ? 0 : avio_size(container.pb());
        settings.limits().requireFileBytes(name, bytes);
        facts.duration().ifPresent(duration -> settings.limits().requireDuration(name, track.declaredUs()));
        if (access == Access.FILE) {
            facts.rate().ifPresent(rate -> settings.limits().requireRate(name, rate));
        }
    }

    /** Holds what was decoded so far to the limits, whatever was declared. */
    void requireWithinLimits(long decoded, long micros) {
        settings.limits().requireRate(name, decoded, micros);
        if (access == Access.FILE) {
            settings.limits().requireDuration(name, micros);
        }
    }

    private void openDecoder() {
        AVCodec codec = avcodec_find_decoder(track.codec().codec_id());
        if (codec == null) {
            throw new SourceException(name + " is encoded as " + track.codecName()
                    + ", which cannot be decoded here; convert it to H.264 or VP9");
        }
        avcodec_parameters_to_context(decoder, track.codec());
        decoder.pkt_timebase(track.stream().time_base());
        decoder.max_pixels(settings.limits().pixels());
        // A file may run ahead on several cores; what is live shares them with other streams, and would come later.
        int cores = Runtime.getRuntime().availableProcessors();
        decoder.thread_count(access == Access.FILE ? Math.min(MOST_THREADS, cores) : 1);
        hardware = HardwareDevice.open(settings.hardware(), codec, name);
        hardware.ifPresent(device -> device.lendTo(decoder));
        int status = avcodec_open2(decoder, codec, (AVDictionary) null);
        if (status < 0) {
            throw failure("has a " + track.codecName() + " track that does not open" + because(status));
        }
    }

    /** Hands the decoder one packet of the video track, or the end of the video. */
    private void feed() {
        deadline.restart();
        int status = av_read_frame(container, packet);
        if (status == AVERROR_EOF || (status < 0 && access == Access.FILE && !stopped())) {
            failures += status == AVERROR_EOF ? 0 : 1;
            avcodec_send_packet(decoder, null);
        } else if (status < 0) {
            // Where opening ran out of time, ffmpeg says so again at once.
            throw status == AVERROR_EXIT || stopped()
                    ? failure("sent nothing in time")
                    : failure("broke off" + because(status));
        } else {
            // An empty packet says that the last picture stays, as Theora does; a decoder would call it an error.
            boolean ours = packet.stream_index() == track.index() && packet.size() > 0;
            if (ours && avcodec_send_packet(decoder, packet) < 0) {
                failures++;
            }
            av_packet_unref(packet);
        }
    }

    private boolean stopped() {
        return deadline.isOver() || Thread.currentThread().isInterrupted();
    }

    private String because(int status) {
        if (stopped()) {
            return Thread.currentThread().isInterrupted() ? ": reading was interrupted" : ": it did not answer in time";
        }
        byte[] text = new byte[AV_ERROR_MAX_STRING_SIZE];
        av_strerror(status, text, text.length);
        return " (" + new String(text, StandardCharsets.UTF_8).split("\0", 2)[0] + ")";
    }

    @Override
    public void close() {
        av_packet_free(packet);
        avcodec_free_context(decoder);
        hardware.ifPresent(HardwareDevice::close);
        avformat_close_input(container);
        deadline.close();
    }
}
