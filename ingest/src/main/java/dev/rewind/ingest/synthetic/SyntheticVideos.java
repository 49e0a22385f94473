package dev.rewind.ingest.synthetic;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.time.Duration;

/** Videos of figures that do everyday actions, drawn from a seed: the same seed always gives the same pixels. */
public final class SyntheticVideos {
    private SyntheticVideos() {}

    /**
     * Draws a clip without a file.
     *
     * @param period between two frames
     * @return {@code frames * height * width * 3} bytes, packed RGB
     */
    public static byte[] renderRgb(
            SyntheticAction action, long seed, int frames, Duration period, int width, int height) {
        double seconds = period.toNanos() / 1e9;
        Renderer renderer = new Renderer(Scene.draw(seed), Script.of(action, frames * seconds), seed, width, height);
        byte[] rgb = new byte[frames * height * width * 3];
        for (int frame = 0; frame < frames; frame++) {
            copyRgb(renderer.at(frame * seconds), rgb, frame * height * width * 3);
        }
        return rgb;
    }

    private static void copyRgb(BufferedImage picture, byte[] rgb, int offset) {
        byte[] bgr = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < bgr.length; i += 3) {
            rgb[offset + i] = bgr[i + 2];
            rgb[offset + i + 1] = bgr[i + 1];
            rgb[offset + i + 2] = bgr[i];
        }
    }
}
