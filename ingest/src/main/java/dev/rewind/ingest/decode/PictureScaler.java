package dev.rewind.ingest.decode;

import static org.bytedeco.ffmpeg.global.avutil.*;
import static org.bytedeco.ffmpeg.global.swscale.*;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * Scales decoded pictures to square pixels of one format, with the colours they were meant to have. Whatever a stream
 * changes midway (size, pixel format, colours), the next picture is scaled as it should be.
 */
final class PictureScaler implements AutoCloseable {
    private static final int ONE = 1 << 16;
    private static final int PLANES = 4;
    /** Flatter or steeper pixels than any camera has come from damaged headers. */
    private static final double STEEPEST_PIXEL = 4;

    /** What a scaling context is made for. */
    private record Shape(
            int width,
            int height,
            int pixelFormat,
            int matrix,
            boolean fullRange,
            boolean interlaced,
            double pixelAspect) {
        static Shape of(AVFrame frame) {
            return new Shape(
                    frame.width(),
                    frame.height(),
                    frame.format(),
                    frame.colorspace(),
                    frame.color_range() == AVCOL_RANGE_JPEG,
                    (frame.flags() & AVFrame.AV_FRAME_FLAG_INTERLACED) != 0 && frame.height() > 1,
                    pixelAspect(frame.sample_aspect_ratio()));
        }

        private static double pixelAspect(AVRational ratio) {
            double aspect = ratio.num() > 0 && ratio.den() > 0 ? (double) ratio.num() / ratio.den() : 1;
            return aspect > STEEPEST_PIXEL || aspect < 1 / STEEPEST_PIXEL ? 1 : aspect;
        }

        /** Lines that are scaled: those of one field, for the other was taken at another time and would show combs. */
        int lines() {
            return interlaced ? height / 2 : height;
        }
    }

    private final int shortSide;
    private final int pixelFormat;
    private final IntPointer strides = new IntPointer(PLANES);
    private Shape shape;
    private SwsContext scaler;
    private AVFrame scaled;

    /**
     * @param shortSide pixels of the result's shorter side; 0 keeps the size, but for pixels that are not square
     * @param pixelFormat of the result, as ffmpeg numbers it
     */
    PictureScaler(int shortSide, int pixelFormat) {
        this.shortSide = shortSide;
        this.pixelFormat = pixelFormat;
    }

    /** The picture scaled; it lasts until the next one. */
    AVFrame scale(AVFrame picture) {
        Shape now = Shape.of(picture);
        if (!now.equals(shape)) {
            prepare(now);
        }
        if (av_frame_make_writable(scaled) < 0) {
            throw new IllegalStateException("there is no memory for a picture of " + words(now));
        }
        for (int plane = 0; plane < PLANES; plane++) {
            strides.put(plane, picture.linesize(plane) * (now.interlaced ? 2 : 1));
        }
        sws_scale(scaler, picture.data(), strides, 0, now.lines(), scaled.data(), scaled.linesize());
        return scaled;
    }

    private void prepare(Shape now) {
        release();
        shape = now;
        double shown = now.width * now.pixelAspect;
        double scale = shortSide == 0 ? 1 : shortSide / Math.min(shown, now.height);
        int width = shortSide == 0 ? (int) Math.max(1, Math.round(shown)) : even(shown * scale);
        int height = shortSide == 0 ? now.height : even(now.height * scale);
        // Averaging over the area keeps thin things from flickering; growing needs a smooth filter instead.
        int filter = scale < 1 ? SWS_AREA : SWS_BILINEAR;
        scaler = sws_getContext(
                now.width, now.lines(), now.pixelFormat, width, height, pixelFormat, filter, null, null, (DoublePointer)
                        null);
        if (scaler == null) {
            throw new SourceException("pictures of " + words(now) + " cannot be scaled to " + width + "x" + height
                    + "; convert the video to H.264 in yuv420p");
        }
        // ffmpeg numbers the matrices as H.264 does, so HD video (BT.709) does not turn greenish; JPEG knows BT.601
        // only.
        sws_setColorspaceDetails(
                scaler,
                sws_getCoefficients(now.matrix),
                now.fullRange ? 1 : 0,
                sws_getCoefficients(SWS_CS_ITU601),
                1,
                0,
                ONE,
                ONE);
        scaled = av_frame_alloc().width(width).height(height).format(pixelFormat);
        if (av_frame_get_buffer(scaled, 0) < 0) {
            throw new SourceException("there is no memory for pictures of " + width + "x" + height
                    + "; lower the short side of the frames");
        }
    }

    private static int even(double side) {
        return Math.max(2, 2 * (int) Math.round(side / 2));
    }

    private static String words(Shape shape) {
        return shape.width + "x" + shape.height + " in pixel format " + shape.pixelFormat;
    }

    private void release() {
        shape = null;
        if (scaler != null) {
            sws_freeContext(scaler);
            scaler = null;
        }
        if (scaled != null) {
            av_frame_free(scaled);
            scaled = null;
        }
    }

    @Override
    public void close() {
        release();
        strides.close();
    }
}
