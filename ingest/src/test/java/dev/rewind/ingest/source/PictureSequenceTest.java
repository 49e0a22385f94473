package dev.rewind.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.ingest.Recording;
import dev.rewind.ingest.decode.DecodeSettings;
import dev.rewind.ingest.decode.OpenSettings;
import dev.rewind.ingest.decode.SourceException;
import dev.rewind.ingest.decode.VideoFrame;
import dev.rewind.ingest.decode.VideoFrames;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PictureSequenceTest {
    @TempDir
    private Path folder;

    /** A picture that shows its number. */
    private void draw(String name, int number) throws IOException {
        BufferedImage image = new BufferedImage(Recording.WIDTH, Recording.HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < Recording.WIDTH * Recording.HEIGHT; i++) {
            int x = i % Recording.WIDTH;
            boolean white = (number >> (7 - x * 8 / Recording.WIDTH) & 1) == 1;
            image.setRGB(x, i / Recording.WIDTH, white ? 0xffffff : 0);
        }
        ImageIO.write(
                image,
                name.substring(name.lastIndexOf('.') + 1),
                folder.resolve(name).toFile());
    }

    private static List<VideoFrame> play(String source, OpenSettings settings) {
        Videos videos = (Videos) Source.parse(List.of("x=" + source)).get(0);
        List<VideoFrame> frames = new ArrayList<>();
        try (Feed feed = videos.inputs().get(0).open(settings)) {
            try (VideoFrames video =
                    VideoFrames.open(feed.address(), DecodeSettings.everyFrame().opened(settings))) {
                for (var next = video.next(); next.isPresent(); next = video.next()) {
                    frames.add(next.get());
                }
            } catch (SourceException e) {
                throw feed.failure().orElse(e);
            }
            feed.failure().ifPresent(failure -> {
                throw failure;
            });
        }
        return frames;
    }

    private static List<Integer> numbers(String source) {
        return play(source, OpenSettings.defaults()).stream()
                .map(Recording::number)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "bmp"})
    void playsNumberedPicturesByNumber(String kind) throws IOException {
        for (int number : new int[] {9, 10, 12, 100}) {
            draw("shot-" + number + "." + kind, number);
        }
        draw("shot." + kind, 1);

        assertThat(numbers(folder + "/shot-%d." + kind)).containsExactly(9, 10, 12, 100);
    }

    @Test
    void takesNumbersOfTheLengthThatIsGiven() throws IOException {
        draw("0007.jpg", 7);
        draw("10000.jpg", 8);
        draw("12.jpg", 9);

        assertThat(numbers(folder + "/%04d.jpg")).containsExactly(7, 8);
    }

    @Test
    void playsTheRateThatIsGiven() throws IOException {
        for (int number = 0; number < 4; number++) {
            draw(number + ".jpg", number);
        }
        OpenSettings defaults = OpenSettings.defaults();
        OpenSettings slow = new OpenSettings(
                defaults.rtspTransport(), defaults.hardware(), 2, defaults.limits(), defaults.allowedRoots());

        assertThat(play(folder.toString(), slow))
                .extracting(VideoFrame::timestamp)
                .containsExactly(
                        Duration.ZERO, Duration.ofMillis(500), Duration.ofMillis(1000), Duration.ofMillis(1500));
    }

    @Test
    void refusesAPictureThatLeadsOutOfTheAllowedFolder() throws IOException {
        draw("0.jpg", 0);
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.copy(folder.resolve("0.jpg"), inside.resolve("0.jpg"));
        Files.createSymbolicLink(inside.resolve("1.jpg"), folder.resolve("0.jpg"));

        assertThatThrownBy(() -> play(inside.toString(), OpenSettings.defaults().below(List.of(inside))))
                .hasMessageContaining("1.jpg lies outside of the allowed folders");
    }

    @Test
    void saysWhatIsMissingOrMixed() throws IOException {
        assertThatThrownBy(() -> numbers(folder + "/shot-%d.jpg"))
                .hasMessageContaining("there are no pictures")
                .hasMessageContaining("shot-%d.jpg");
        draw("0.jpg", 0);
        draw("1.png", 1);
        assertThatThrownBy(() -> numbers(folder.toString())).hasMessageContaining("of several kinds, [JPEG, PNG]");
    }

    @Test
    void leavesNothingBehind() throws IOException {
        draw("0.jpg", 0);
        Feed feed = new PictureSequence("x", folder).inputs().get(0).open(OpenSettings.defaults());
        Path socket = Path.of(feed.address().substring("unix://".length()));
        assertThat(socket).exists();

        feed.close();

        assertThat(socket.getParent()).doesNotExist();
    }
}
