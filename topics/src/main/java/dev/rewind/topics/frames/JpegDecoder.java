package dev.rewind.topics.frames;

import dev.rewind.topics.UnreadableRecordException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes one JPEG at its own size, and refuses what is too large or damaged. The JDK's decoder is no
 * pure Java: it wraps libjpeg, so that the checks before it are the ones that bound time and memory.
 */
public final class JpegDecoder {
    private static final long MAX_PIXELS = 16_000_000;
    private static final ImageTypeSpecifier RGB = ImageTypeSpecifier.createInterleaved(
            ColorSpace.getInstance(ColorSpace.CS_sRGB), new int[] {0, 1, 2}, DataBuffer.TYPE_BYTE, false, false);

    private JpegDecoder() {}

    /**
     * Decodes the JPEG at a place of a record.
     *
     * @throws UnreadableRecordException if it is larger than 16 million pixels, or cannot be decoded to its end
     */
    public static Picture decode(byte[] bytes, MotionJpeg.Span span) {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes, span.offset(), span.length()))) {
            reader.setInput(in, true, true);
            List<String> warnings = new ArrayList<>();
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            requireReasonableSize(reader.getWidth(0), reader.getHeight(0));
            BufferedImage image = read(reader);
            warnings.forEach(JpegDecoder::refuseDamage);
            return new Picture(image.getWidth(), image.getHeight(), packed(image));
        } catch (UnreadableRecordException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Hostile bytes make the decoder throw nearly anything; none of it may stop the stream.
            throw new UnreadableRecordException(
                    "the JPEG of " + span.length() + " bytes at byte " + span.offset() + " cannot be decoded: "
                            + e.getMessage() + "; encode it again as an 8-bit RGB or grey JPEG",
                    e);
        } finally {
            reader.dispose();
        }
    }

    private static void requireReasonableSize(int width, int height) {
        if ((long) width * height > MAX_PIXELS) {
            throw new UnreadableRecordException("the JPEG is " + width + "x" + height + ", but at most " + MAX_PIXELS
                    + " pixels are decoded; scale it down before sending");
        }
    }

    /** The decoder only warns of damage and goes on with grey. Stray bytes between segments are harmless and common. */
    private static void refuseDamage(String warning) {
        boolean damaged = warning.startsWith("Corrupt JPEG data") || warning.startsWith("Premature end");
        if (damaged && !warning.contains("extraneous bytes")) {
            throw new UnreadableRecordException("the JPEG is damaged: " + warning + "; encode it again");
        }
    }

    private static BufferedImage read(ImageReader reader) throws IOException {
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        int type = types.hasNext() ? types.next().getBufferedImageType() : BufferedImage.TYPE_CUSTOM;
        ImageReadParam into = reader.getDefaultReadParam();
        switch (type) {
            // In the decoder's own order, in which it copies whole rows.
            case BufferedImage.TYPE_3BYTE_BGR ->
                into.setDestination(RGB.createBufferedImage(reader.getWidth(0), reader.getHeight(0)));
            case BufferedImage.TYPE_BYTE_GRAY -> {}
            default ->
                throw new UnreadableRecordException(
                        "the JPEG has an unusual colour model; encode it again as an 8-bit RGB or grey JPEG");
        }
        return reader.read(0, into);
    }

    private static byte[] packed(BufferedImage image) {
        byte[] samples = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        if (image.getType() != BufferedImage.TYPE_BYTE_GRAY) {
            return samples;
        }
        // Not getRGB: it takes grey for linear light and brightens it.
        byte[] rgb = new byte[samples.length * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = samples[i / 3];
        }
        return rgb;
    }
}
