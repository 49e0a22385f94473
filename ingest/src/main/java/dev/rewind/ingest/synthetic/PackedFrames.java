package dev.rewind.ingest.synthetic;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/** Gathers pictures into one array: packed RGB, frame by frame. */
final class PackedFrames {
    private final byte[] rgb;
    private final int frameBytes;

    /** @throws IllegalArgumentException if that is not one pixel */
    PackedFrames(int frames, int width, int height) {
        if (frames < 1 || width < 1 || height < 1) {
            throw new IllegalArgumentException("a clip needs at least one frame of at least one pixel, but " + frames
                    + " frames of " + width + "x" + height + " were asked for");
        }
        this.frameBytes = height * width * 3;
        this.rgb = new byte[frames * frameBytes];
    }

    void put(int frame, BufferedImage picture) {
        byte[] bgr = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        int offset = frame * frameBytes;
        for (int i = 0; i < bgr.length; i += 3) {
            rgb[offset + i] = bgr[i + 2];
            rgb[offset + i + 1] = bgr[i + 1];
            rgb[offset + i + 2] = bgr[i];
        }
    }

    byte[] rgb() {
        return rgb;
    }
}
