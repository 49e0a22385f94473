package dev.rewind.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfusionPictureTest {
    private static final List<String> CLASSES =
            List.of("bow", "box", "clap", "jump", "kick", "run", "squat", "throw", "walk", "wave");

    @TempDir
    private Path folder;

    @Test
    void drawsTrueClassesFromTopToBottomInShadesOfBlue() throws IOException {
        int[][] confusion = new int[10][10];
        for (int i = 0; i < 10; i++) {
            confusion[i][i] = 40 - i;
        }
        confusion[0][9] = 25;
        confusion[3][5] = 6;

        BufferedImage picture = draw(confusion);

        assertThat(blueness(picture, 0.15, 0.20, 0.95, 0.3))
                .as("the first class, often taken for the last, at the top right")
                .isGreaterThan(2 * blueness(picture, 0.15, 0.55, 0.55, 0.8));
        int[] pixels = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        assertThat(Arrays.stream(pixels).distinct().mapToObj(Color::new))
                .as("one hue, and grey")
                .allMatch(colour -> colour.getBlue() >= colour.getRed() - 2);
    }

    @Test
    void drawsASingleClipToo() throws IOException {
        int[][] confusion = new int[10][10];
        confusion[2][7] = 1;

        assertThat(draw(confusion).getWidth()).isGreaterThan(400);
    }

    @Test
    void saysWhereItCannotWrite() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[1]);
        int[][] confusion = new int[10][10];
        confusion[0][0] = 1;

        assertThatThrownBy(() -> ConfusionPicture.write(evaluation(confusion), file.resolve("confusion.png")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContainingAll("confusion.png", "writable");
    }

    private BufferedImage draw(int[][] confusion) throws IOException {
        Path file = folder.resolve("a new folder/confusion.png");
        ConfusionPicture.write(evaluation(confusion), file);
        return ImageIO.read(file.toFile());
    }

    private static Evaluation evaluation(int[][] confusion) {
        return new Evaluation("demo-1", 386, 0.92, 1, Map.of(), CLASSES, confusion);
    }

    /** How much more blue than red lies in a part of the picture, given in shares of its size. */
    private static double blueness(BufferedImage picture, double left, double top, double right, double bottom) {
        long sum = 0;
        long pixels = 0;
        for (int x = (int) (left * picture.getWidth()); x < right * picture.getWidth(); x++) {
            for (int y = (int) (top * picture.getHeight()); y < bottom * picture.getHeight(); y++) {
                Color colour = new Color(picture.getRGB(x, y));
                sum += colour.getBlue() - colour.getRed();
                pixels++;
            }
        }
        return sum / (double) pixels;
    }
}
