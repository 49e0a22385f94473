package dev.rewind.inference.recall;

import dev.rewind.model.FrameScaler;
import dev.rewind.topics.frames.JpegDecoder;
import dev.rewind.topics.frames.MotionJpeg;
import dev.rewind.topics.frames.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** The frames of a clip in one picture, eight in a row, in order. One frame at a time is decoded, however large they are. */
public final class PictureStrip {
    private static final int IN_A_ROW = 8;
    private static final int HEIGHT = 144;
    private static final int MOST_WIDTH = 4 * HEIGHT;
    private static final int GAP = 4;

    private PictureStrip() {}

    /**
     * Draws frames.
     *
     * @param jpegs at least one; all are drawn in the shape of the first
     * @return a PNG
     * @throws dev.rewind.topics.UnreadableRecordException if one cannot be decoded
     */
    public static byte[] png(List<byte[]> jpegs) {
        Picture first = decoded(jpegs.get(0));
        int width = Math.max(1, Math.min(MOST_WIDTH, HEIGHT * first.width() / first.height()));
        int columns = Math.min(IN_A_ROW, jpegs.size());
        int rows = (jpegs.size() + columns - 1) / columns;
        BufferedImage strip = new BufferedImage(
                columns * (width + GAP) - GAP, rows * (HEIGHT + GAP) - GAP, BufferedImage.TYPE_INT_RGB);
        FrameScaler scaler = new FrameScaler(HEIGHT, width);
        byte[] rgb = new byte[HEIGHT * width * 3];
        for (int i = 0; i < jpegs.size(); i++) {
            Picture frame = decoded(jpegs.get(i));
            scaler.scale(frame.rgb(), frame.width(), frame.height(), rgb, 0);
            draw(rgb, width, strip, i % columns * (width + GAP), i / columns * (HEIGHT + GAP));
        }
        return encoded(strip);
    }

    private static Picture decoded(byte[] jpeg) {
        return JpegDecoder.decode(jpeg, new MotionJpeg.Span(0, jpeg.length));
    }

    private static void draw(byte[] rgb, int width, BufferedImage strip, int left, int top) {
        for (int i = 0; i < rgb.length / 3; i++) {
            int colour = (rgb[3 * i] & 0xFF) << 16 | (rgb[3 * i + 1] & 0xFF) << 8 | rgb[3 * i + 2] & 0xFF;
            strip.setRGB(left + i % width, top + i / width, colour);
        }
    }

    private static byte[] encoded(BufferedImage strip) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(strip, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every picture", e);
        }
        return png.toByteArray();
    }
}
