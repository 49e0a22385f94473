package dev.rewind.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rewind.ingest.decode.VideoFrame;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class JpegEncoderTest {
    private static final List<Color> COLOURS = List.of(
            Color.RED,
            Color.GREEN,
            Color.BLUE,
            Color.WHITE,
            Color.BLACK,
            new Color(180, 90, 30),
            new Color(128, 128, 128));

    @Test
    void keepsColoursOverTheWholeRange() throws IOException {
        try (JpegEncoder encoder = new JpegEncoder(0.9f)) {
            for (Color colour : COLOURS) {
                BufferedImage image = ImageIO.read(new ByteArrayInputStream(encoder.encode(filled(colour, 36, 20))));

                assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(36, 20);
                Color read = new Color(image.getRGB(18, 10));
                assertThat(read.getRed()).isCloseTo(colour.getRed(), within(4));
                assertThat(read.getGreen()).isCloseTo(colour.getGreen(), within(4));
                assertThat(read.getBlue()).isCloseTo(colour.getBlue(), within(4));
            }
        }
    }

    @Test
    void writesJfifThatEveryViewerTakes() {
        try (JpegEncoder encoder = new JpegEncoder(0.9f)) {
            byte[] jpeg = encoder.encode(filled(Color.RED, 16, 16));

            assertThat(new String(jpeg, 6, 4, StandardCharsets.US_ASCII)).isEqualTo("JFIF");
        }
    }

    private static VideoFrame filled(Color colour, int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) colour.getRed();
            rgb[i + 1] = (byte) colour.getGreen();
            rgb[i + 2] = (byte) colour.getBlue();
        }
        return new VideoFrame(rgb, width, height, Duration.ZERO);
    }
}
