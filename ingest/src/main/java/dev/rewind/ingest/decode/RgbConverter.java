package dev.rewind.ingest.decode;

import static org.bytedeco.ffmpeg.global.avutil.*;
import static org.bytedeco.ffmpeg.global.swscale.*;

import java.time.Duration;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Scales decoded pictures, turns their colours into RGB, and sets them upright. */
final class RgbConverter implements AutoCloseable {
    private static final int ONE = 1 << 16;

    /** What a scaling context is made for; a stream may change all of it midway. */
    private record Shape(int width, int height, int pixelFormat, int matrix, boolean fullRange) {
        static Shape of(AVFrame frame) {
            return new Shape(
                    frame.width(),
                    frame.height(),
                    frame.format(),
                    frame.colorspace(),
                    frame.color_range() == AVCOL_RANGE_JPEG);
        }
    }

    private final int shortSide;
    private final int rotation;
    private Shape shape;
    private SwsContext scaler;
    private int width;
    private int height;
    private BytePointer pixels;
    private PointerPointer<BytePointer> planes;
    private IntPointer strides;

    /**
     * @param shortSide pixels of the result's shorter side; 0 keeps the size
     * @param rotation degrees to turn clockwise: 0, 90, 180 or 270
     */
    RgbConverter(int shortSide, int rotation) {
        this.shortSide = shortSide;
        this.rotation = rotation;
    }

    VideoFrame convert(AVFrame frame, Duration timestamp) {
        Shape now = Shape.of(frame);
        if (!now.equals(shape)) {
            prepare(now);
        }
        sws_scale(scaler, frame.data(), frame.linesize(), 0, shape.height, planes, strides);
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            pixels.position((long) y * strides.get(0)).get(rgb, y * width * 3, width * 3);
        }
        pixels.position(0);
        return upright(rgb, timestamp);
    }

    private void prepare(Shape now) {
        close();
        shape = now;
        double scale = shortSide == 0 ? 1 : (double) shortSide / Math.min(now.width, now.height);
        width = scaled(now.width, scale);
        height = scaled(now.height, scale);
        // Averaging over the area keeps thin things from flickering; growing needs a smooth filter instead.
        int filter = scale < 1 ? SWS_AREA : SWS_BILINEAR;
        scaler = sws_getContext(
                now.width,
                now.height,
                now.pixelFormat,
                width,
                height,
                AV_PIX_FMT_RGB24,
                filter,
                null,
                null,
                (DoublePointer) null);
        if (scaler == null) {
            throw new SourceException("pictures of " + now.width + "x" + now.height + " in pixel format "
                    + now.pixelFormat + " cannot be turned into RGB; convert the video to H.264 in yuv420p");
        }
        // ffmpeg numbers the matrices as H.264 does, so HD video (BT.709) does not turn greenish.
        IntPointer matrix = sws_getCoefficients(now.matrix);
        sws_setColorspaceDetails(scaler, matrix, now.fullRange ? 1 : 0, matrix, 1, 0, ONE, ONE);
        int stride = (width * 3 + 63) / 64 * 64;
        pixels = new BytePointer((long) stride * height + 64);
        planes = new PointerPointer<>(pixels, null, null, null);
        strides = new IntPointer(stride, 0, 0, 0);
    }

    private int scaled(int side, double scale) {
        return shortSide == 0 ? side : Math.max(2, 2 * (int) Math.round(side * scale / 2));
    }

    private VideoFrame upright(byte[] rgb, Duration timestamp) {
        if (rotation == 0) {
            return new VideoFrame(rgb, width, height, timestamp);
        }
        boolean swap = rotation != 180;
        byte[] turned = new byte[rgb.length];
        int turnedWidth = swap ? height : width;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int target =
                        switch (rotation) {
                            case 90 -> x * turnedWidth + height - 1 - y;
                            case 180 -> (height - 1 - y) * turnedWidth + width - 1 - x;
                            default -> (width - 1 - x) * turnedWidth + y;
                        };
                System.arraycopy(rgb, (y * width + x) * 3, turned, target * 3, 3);
            }
        }
        return new VideoFrame(turned, turnedWidth, swap ? width : height, timestamp);
    }

    @Override
    public void close() {
        if (scaler != null) {
            sws_freeContext(scaler);
            pixels.close();
            planes.close();
            strides.close();
            scaler = null;
        }
    }
}
