package dev.rewind.ingest.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** Scales decoded pictures, turns their colours into RGB, and sets them upright. */
final class RgbConverter implements AutoCloseable {
    private static final int PIXEL_BYTES = 3;

    private final PictureScaler scaler;
    private final Turn turn;

    /** @param shortSide pixels of the result's shorter side; 0 keeps the size */
    RgbConverter(int shortSide, Turn turn) {
        scaler = new PictureScaler(shortSide, AV_PIX_FMT_RGB24);
        this.turn = turn;
    }

    VideoFrame convert(AVFrame picture, Duration timestamp) {
        AVFrame scaled = scaler.scale(picture);
        int width = scaled.width();
        int height = scaled.height();
        int stride = scaled.linesize(0);
        byte[] rgb = new byte[width * height * PIXEL_BYTES];
        try (BytePointer pixels = new BytePointer(scaled.data(0)).capacity((long) stride * height)) {
            if (turn == Turn.NONE) {
                for (int y = 0; y < height; y++) {
                    pixels.position((long) y * stride).get(rgb, y * width * PIXEL_BYTES, width * PIXEL_BYTES);
                }
                return new VideoFrame(rgb, width, height, timestamp);
            }
            int turnedWidth = turn.swaps() ? height : width;
            turn.copy(
                    pixels.asByteBuffer(),
                    stride,
                    width,
                    height,
                    PIXEL_BYTES,
                    ByteBuffer.wrap(rgb),
                    turnedWidth * PIXEL_BYTES);
            return new VideoFrame(rgb, turnedWidth, turn.swaps() ? width : height, timestamp);
        }
    }

    @Override
    public void close() {
        scaler.close();
    }
}
