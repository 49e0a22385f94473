package dev.rewind.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import dev.rewind.ingest.Recording;
import dev.rewind.ingest.Recording.Form;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The pictures of videos as JPEGs, looked at with another decoder. */
class InlineFramesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"255, 0, 0", "0, 255, 0", "0, 0, 255", "255, 255, 255", "0, 0, 0", "180, 90, 30", "128, 128, 128"})
    void keepsColours(int red, int green, int blue) {
        Path file = Recording.coloured(folder.resolve("colour.mp4"), red, green, blue);

        assertColour(new Color(red, green, blue), image(frames(file, 0).get(0)));
    }

    static List<Form> forms() {
        return List.of(
                new Form(AV_CODEC_ID_FFV1, AV_PIX_FMT_YUV420P10, 64, 48), // ten bits
                new Form(AV_CODEC_ID_FFV1, AV_PIX_FMT_YUV444P, 64, 48),
                new Form(AV_CODEC_ID_MJPEG, AV_PIX_FMT_YUVJ420P, 64, 48), // the full range
                new Form(AV_CODEC_ID_FFV1, AV_PIX_FMT_BGR0, 64, 48));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void keepsColoursOfAllKindsOfPixels(Form form) {
        Path file = Recording.coloured(folder.resolve("colour.mkv"), form, 180, 90, 30);

        BufferedImage image = image(frames(file, 0).get(0));

        assertColour(new Color(180, 90, 30), image);
        assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(form.width(), form.height());
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 128, 64", "0, 32, 64, 32", "90, 0, 64, 128", "180, 32, 64, 32", "270, 32, 32, 64"})
    void setsPicturesUprightAndScalesThem(int degrees, int shortSide, int width, int height) {
        Path file = Recording.turned(folder.resolve("turned.mp4"), degrees);

        JpegFrame second = frames(file, shortSide).get(1);
        BufferedImage image = image(second);

        assertThat(List.of(second.width(), second.height())).containsExactly(width, height);
        assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(width, height);
        // Number 1 is one white bar at the right, so clockwise it lands at the bottom, the left, the top.
        int x = degrees == 0 ? width - 3 : degrees == 180 ? 2 : width / 2;
        int y = degrees == 90 ? height - 3 : degrees == 270 ? 2 : height / 2;
        assertThat(new Color(image.getRGB(x, y)).getRed()).isGreaterThan(200);
        assertThat(new Color(image.getRGB(width - 1 - x, height - 1 - y)).getRed())
                .isLessThan(50);
    }

    @ParameterizedTest
    @CsvSource({"1.5, 0, 192, 64", "1.51, 0, 193, 64", "2, 32, 128, 32", "0.5, 32, 32, 32"})
    void makesPixelsSquare(double pixelAspect, int shortSide, int width, int height) {
        JpegFrame frame = frames(Recording.stretched(folder.resolve("wide.mp4"), pixelAspect), shortSide)
                .get(0);

        assertThat(List.of(frame.width(), frame.height())).containsExactly(width, height);
    }

    @ParameterizedTest
    @CsvSource({"0", "32"})
    void showsOneFieldOfInterlacedPictures(int shortSide) {
        BufferedImage image = image(frames(Recording.interlaced(folder.resolve("field.mpg")), shortSide)
                .get(2));

        for (int y = 0; y < image.getHeight(); y++) {
            assertThat(new Color(image.getRGB(image.getWidth() / 2, y)).getRed())
                    .as("line " + y)
                    .isGreaterThan(240);
        }
    }

    @Test
    void goesOnWhereTheSizeChangesMidway() throws IOException {
        Path file = Recording.coloured(
                folder.resolve("first.ts"), new Form(AV_CODEC_ID_MPEG2VIDEO, AV_PIX_FMT_YUV420P, 128, 64), 255, 0, 0);
        Path second = Recording.coloured(
                folder.resolve("second.ts"), new Form(AV_CODEC_ID_MPEG2VIDEO, AV_PIX_FMT_YUV420P, 64, 96), 0, 0, 255);
        Files.write(file, Files.readAllBytes(second), StandardOpenOption.APPEND);

        List<JpegFrame> frames = frames(file, 32);

        // The decoder itself drops the last picture before the change.
        assertThat(frames).hasSizeBetween(9, 10);
        assertColour(Color.RED, image(frames.get(0)));
        assertThat(List.of(frames.get(0).width(), frames.get(0).height())).containsExactly(64, 32);
        assertColour(Color.BLUE, image(frames.get(8)));
        assertThat(List.of(frames.get(8).width(), frames.get(8).height())).containsExactly(32, 48);
    }

    @Test
    void writesJfifThatEveryViewerTakes() {
        JpegFrame frame = frames(Recording.coloured(folder.resolve("red.mp4"), 255, 0, 0), 0)
                .get(0);

        assertThat(new String(frame.jpeg(), 6, 4, StandardCharsets.US_ASCII)).isEqualTo("JFIF");
    }

    @Test
    void moreQualityTakesMoreBytes() {
        Path file = Recording.noisy(folder.resolve("noise.mp4"), 1, 128);

        List<Integer> sizes = new ArrayList<>();
        for (float quality : new float[] {0, 0.3f, 0.5f, 0.75f, 0.85f, 0.95f, 1}) {
            sizes.add(frames(file, 0, quality).get(0).jpeg().length);
        }
        assertThat(sizes).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void tellsWhatTheVideoSaysOfItself() {
        Path file = Recording.turned(folder.resolve("turned.mp4"), 90);

        try (InlineFrames video = InlineFrames.open(file.toString(), settings(0, 0.8f))) {
            VideoFacts facts = video.facts();
            assertThat(facts.container()).contains("mp4");
            assertThat(facts.codec()).isEqualTo("mpeg4");
            assertThat(List.of(facts.width(), facts.height(), facts.rotation())).containsExactly(128, 64, -90);
            assertThat(facts.rate()).hasValue(25);
            assertThat(facts.frames()).hasValue(3);
            assertThat(facts.duration()).contains(Duration.ofMillis(120));
            video.skipToEnd();
            assertThat(video.end()).contains(new VideoEnd(3, Optional.empty()));
        }
    }

    private static void assertColour(Color expected, BufferedImage image) {
        Color middle = new Color(image.getRGB(image.getWidth() / 2, image.getHeight() / 2));
        assertThat(middle.getRed()).isCloseTo(expected.getRed(), within(8));
        assertThat(middle.getGreen()).isCloseTo(expected.getGreen(), within(8));
        assertThat(middle.getBlue()).isCloseTo(expected.getBlue(), within(8));
    }

    private static List<JpegFrame> frames(Path file, int shortSide) {
        return frames(file, shortSide, 0.9f);
    }

    private static List<JpegFrame> frames(Path file, int shortSide, float quality) {
        List<JpegFrame> frames = new ArrayList<>();
        try (InlineFrames video = InlineFrames.open(file.toString(), settings(shortSide, quality))) {
            for (var frame = video.next(); frame.isPresent(); frame = video.next()) {
                frames.add(frame.get());
            }
        }
        return frames;
    }

    private static JpegSettings settings(int shortSide, float quality) {
        return new JpegSettings(new DecodeSettings(Optional.empty(), shortSide, Duration.ofSeconds(10)), quality);
    }

    private static BufferedImage image(JpegFrame frame) {
        try {
            return ImageIO.read(new ByteArrayInputStream(frame.jpeg()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
