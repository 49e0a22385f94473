package dev.rewind.model.djl;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.FrameScaler;
import java.awt.image.BufferedImage;

/** Packs images as the frames of a clip: RGB, frames x height x width x 3 bytes. */
final class ImagePacker {
    private final ClipSpec spec;
    private final FrameScaler scaler;

    ImagePacker(ClipSpec spec) {
        this.spec = spec;
        this.scaler = new FrameScaler(spec.height(), spec.width());
    }

    byte[] pack(NDManager manager, Image... frames) {
        if (frames.length != spec.frames()) {
            throw new IllegalArgumentException("a clip of the network has " + spec.frames() + " frames, but was given "
                    + frames.length + " images");
        }
        byte[] clip = new byte[spec.bytes()];
        int offset = 0;
        for (Image frame : frames) {
            scaler.scale(rgb(manager, frame), frame.getWidth(), frame.getHeight(), clip, offset);
            offset += spec.bytes() / spec.frames();
        }
        return clip;
    }

    private static byte[] rgb(NDManager manager, Image frame) {
        // Not by an array where it can be helped: its native memory waits for the collector, and frames are large. The
        // JDK would brighten grey pixels, DJL does not.
        if (frame.getWrappedImage() instanceof BufferedImage image && image.getType() != BufferedImage.TYPE_BYTE_GRAY) {
            return rgb(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()));
        }
        try (NDArray array = frame.toNDArray(manager, Image.Flag.COLOR)) {
            return array.toByteArray();
        }
    }

    private static byte[] rgb(int[] pixels) {
        byte[] bytes = new byte[3 * pixels.length];
        int out = 0;
        for (int pixel : pixels) {
            bytes[out++] = (byte) (pixel >> 16);
            bytes[out++] = (byte) (pixel >> 8);
            bytes[out++] = (byte) pixel;
        }
        return bytes;
    }
}
