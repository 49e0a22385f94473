package dev.rewind.inference.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rewind.inference.clips.Jpegs;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureStripTest {
    @Test
    void showsTheFramesInOrderEightInARow() throws IOException {
        List<byte[]> frames =
                IntStream.range(0, 10).mapToObj(i -> Jpegs.grey(20 * (i + 1))).toList();

        BufferedImage strip = ImageIO.read(new ByteArrayInputStream(PictureStrip.png(frames)));

        int cell = (strip.getHeight() - 4) / 2 + 4;
        assertThat(strip.getWidth()).isEqualTo(8 * cell - 4);
        for (int i = 0; i < 10; i++) {
            int pixel = strip.getRGB(i % 8 * cell + cell / 2, i / 8 * cell + cell / 2);
            assertThat(pixel & 0xFF).as("frame %d", i).isCloseTo(20 * (i + 1), within(2));
        }
    }
}
