package dev.rewind.ingest.decode;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/** Scales decoded pictures, sets them upright, and writes each as a JFIF file; all of it inside ffmpeg. */
final class JpegEncoder implements AutoCloseable {
    private static final int COARSEST = 31;
    private static final int PLANES = 3;

    private final PictureScaler scaler;
    private final Turn turn;
    private final int quantizer;
    private final AVPacket packet = av_packet_alloc();
    private AVFrame turned;
    private AVCodecContext encoder;
    private long pictures;

    /**
     * @param shortSide pixels of the result's shorter side; 0 keeps the size
     * @param quality 0 (smallest) to 1 (best)
     */
    JpegEncoder(int shortSide, Turn turn, float quality) {
        scaler = new PictureScaler(shortSide, AV_PIX_FMT_YUVJ420P);
        this.turn = turn;
        quantizer = quantizer(quality);
    }

    /**
     * ffmpeg's scale for a quality as the JPEG group's software counts it: both multiply the tables of the standard's
     * annex K, one by sixteenths of it, the other by what is left to 1, twice, or half the inverse of a poor one.
     */
    static int quantizer(float quality) {
        double tables = quality < 0.5f ? 0.5 / Math.max(quality, 0.01) : 2 - 2 * quality;
        return (int) Math.max(1, Math.min(COARSEST, Math.round(16 * tables)));
    }

    JpegFrame encode(AVFrame picture, Duration timestamp) {
        AVFrame upright = upright(scaler.scale(picture));
        if (encoder == null || encoder.width() != upright.width() || encoder.height() != upright.height()) {
            open(upright.width(), upright.height());
        }
        upright.pts(pictures++).quality(quantizer * FF_QP2LAMBDA);
        if (avcodec_send_frame(encoder, upright) < 0 || avcodec_receive_packet(encoder, packet) < 0) {
            throw new IllegalStateException(
                    "a picture of " + upright.width() + "x" + upright.height() + " became no JPEG");
        }
        byte[] jpeg = new byte[packet.size()];
        packet.data().get(jpeg);
        av_packet_unref(packet);
        return new JpegFrame(jpeg, upright.width(), upright.height(), timestamp);
    }

    private void open(int width, int height) {
        closeEncoder();
        encoder = avcodec_alloc_context3(avcodec_find_encoder(AV_CODEC_ID_MJPEG));
        try (AVRational tick = new AVRational().num(1).den(25);
                AVRational square = new AVRational().num(1).den(1)) {
            encoder.width(width)
                    .height(height)
                    .pix_fmt(AV_PIX_FMT_YUVJ420P)
                    .color_range(AVCOL_RANGE_JPEG)
                    .time_base(tick)
                    .sample_aspect_ratio(square) // without it there is no JFIF header
                    .flags(AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT)
                    .global_quality(quantizer * FF_QP2LAMBDA)
                    .qmin(1)
                    .thread_count(1);
        }
        if (avcodec_open2(encoder, null, (AVDictionary) null) < 0) {
            throw new SourceException("pictures of " + width + "x" + height
                    + " cannot be written as JPEG; give a short side of at most 4320 pixels");
        }
    }

    private AVFrame upright(AVFrame scaled) {
        if (turn == Turn.NONE) {
            return scaled;
        }
        int width = turn.swaps() ? scaled.height() : scaled.width();
        int height = turn.swaps() ? scaled.width() : scaled.height();
        if (turned == null || turned.width() != width || turned.height() != height) {
            freeTurned();
            turned = av_frame_alloc().width(width).height(height).format(AV_PIX_FMT_YUVJ420P);
            av_frame_get_buffer(turned, 0);
        }
        av_frame_make_writable(turned);
        for (int plane = 0; plane < PLANES; plane++) {
            // The colours have half the resolution, rounded up.
            int half = plane == 0 ? 0 : 1;
            turn.copy(
                    plane(scaled, plane),
                    scaled.linesize(plane),
                    scaled.width() + half >> half,
                    scaled.height() + half >> half,
                    1,
                    plane(turned, plane),
                    turned.linesize(plane));
        }
        return turned;
    }

    private static ByteBuffer plane(AVFrame frame, int plane) {
        int rows = plane == 0 ? frame.height() : frame.height() + 1 >> 1;
        try (BytePointer start = new BytePointer(frame.data(plane))) {
            return start.capacity((long) frame.linesize(plane) * rows).asByteBuffer();
        }
    }

    private void freeTurned() {
        if (turned != null) {
            av_frame_free(turned);
            turned = null;
        }
    }

    private void closeEncoder() {
        if (encoder != null) {
            avcodec_free_context(encoder);
            encoder = null;
        }
    }

    @Override
    public void close() {
        closeEncoder();
        freeTurned();
        av_packet_free(packet);
        scaler.close();
    }
}
