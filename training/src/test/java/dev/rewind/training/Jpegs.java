package dev.rewind.training;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Grey pictures as JPEGs, each a step brighter than the one before. */
public final class Jpegs {
    /** From one picture to the next. */
    public static final int STEP = 20;

    private Jpegs() {}

    /** Motion JPEG, from black on. */
    public static byte[] oneAfterAnother(int frames, int width, int height) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < frames; i++) {
            all.writeBytes(grey(i * STEP, width, height));
        }
        return all.toByteArray();
    }

    /** One picture of a brightness. */
    public static byte[] grey(int brightness, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D paint = image.createGraphics();
        paint.setColor(new Color(brightness, brightness, brightness));
        paint.fillRect(0, 0, width, height);
        paint.dispose();
        return of(image);
    }

    /** Packed RGB as a JPEG. */
    public static byte[] of(byte[] rgb, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < width * height; i++) {
            int pixel = (rgb[3 * i] & 0xFF) << 16 | (rgb[3 * i + 1] & 0xFF) << 8 | rgb[3 * i + 2] & 0xFF;
            image.setRGB(i % width, i / width, pixel);
        }
        return of(image);
    }

    private static byte[] of(BufferedImage image) {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpg", jpeg);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jpeg.toByteArray();
    }
}
