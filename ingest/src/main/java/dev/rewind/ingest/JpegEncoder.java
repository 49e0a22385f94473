package dev.rewind.ingest;

import dev.rewind.ingest.decode.VideoFrame;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Frames as JFIF files. ImageIO takes about 0.6 ms for 228x128 where ffmpeg's encoder takes 0.2 ms: a small share of
 * decoding, and no native memory to look after.
 */
final class JpegEncoder implements AutoCloseable {
    private static final ComponentColorModel RGB = new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, ComponentColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
    private static final int[] RED_GREEN_BLUE = {0, 1, 2};

    private final ImageWriter writer =
            ImageIO.getImageWritersByFormatName("jpeg").next();
    private final ImageWriteParam parameters = writer.getDefaultWriteParam();

    JpegEncoder(float quality) {
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(quality);
    }

    byte[] encode(VideoFrame frame) {
        DataBufferByte bytes = new DataBufferByte(frame.rgb(), frame.rgb().length);
        WritableRaster raster = Raster.createInterleavedRaster(
                bytes, frame.width(), frame.height(), frame.width() * 3, 3, RED_GREEN_BLUE, null);
        BufferedImage image = new BufferedImage(RGB, raster, false, null);
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream(16_384);
        try (var out = new MemoryCacheImageOutputStream(jpeg)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException("a frame of " + frame.width() + "x" + frame.height() + " became no JPEG", e);
        }
        return jpeg.toByteArray();
    }

    @Override
    public void close() {
        writer.dispose();
    }
}
