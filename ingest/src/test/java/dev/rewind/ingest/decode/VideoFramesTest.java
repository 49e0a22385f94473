package dev.rewind.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rewind.ingest.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoFramesTest {
    private static final Duration PERIOD = Duration.ofMillis(133);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"all.mp4", "all.avi", "all.mkv"})
    void givesEveryFrameInOrder(String name) {
        List<VideoFrame> frames =
                VideoFrames.readAll(Recording.steady(folder.resolve(name), 40, 25), DecodeSettings.everyFrame());

        assertThat(frames)
                .extracting(Recording::number)
                .containsExactlyElementsOf(IntStream.range(0, 40).boxed().toList());
        assertThat(frames)
                .extracting(frame -> frame.timestamp().toMillis())
                .containsExactlyElementsOf(
                        LongStream.range(0, 40).map(i -> 40 * i).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 25, 30})
    void samplesWhatIsOnScreenAtEachMultipleOfThePeriod(int rate) {
        Path file = Recording.steady(folder.resolve("steady.mp4"), 4 * rate, rate);

        List<VideoFrame> frames = VideoFrames.readAll(file, DecodeSettings.sampled(PERIOD, 0));

        // The last frame begins at 4 s less one frame; 1 ms is left to the rounding of containers.
        int samples = (int) ((4000 - 1000 / rate + 1) / PERIOD.toMillis()) + 1;
        assertThat(frames).hasSize(samples);
        for (int i = 0; i < samples; i++) {
            assertThat(frames.get(i).timestamp()).isEqualTo(PERIOD.multipliedBy(i));
            assertThat(Recording.number(frames.get(i))).isEqualTo((int) ((133 * i + 1) * rate / 1000.0));
        }
    }

    @Test
    void samplesAVariableRateByTimestamp() {
        long[] times = {0, 40_000, 90_000, 480_000, 510_000, 590_000, 630_000, 900_000};
        Path file = Recording.timed(folder.resolve("variable.mkv"), 100, times);

        List<VideoFrame> frames = VideoFrames.readAll(file, DecodeSettings.sampled(Duration.ofMillis(100), 0));

        List<Integer> onScreen = LongStream.rangeClosed(0, 9)
                .mapToObj(i ->
                        (int) Arrays.stream(times).filter(t -> t <= 100_000 * i).count() - 1)
                .toList();
        assertThat(frames).extracting(Recording::number).containsExactlyElementsOf(onScreen);
    }

    @Test
    void scalesTheShorterSideAndKeepsTheProportions() {
        Path file = Recording.steady(folder.resolve("wide.mp4"), 5, 25);

        List<VideoFrame> frames = VideoFrames.readAll(file, DecodeSettings.sampled(Duration.ofMillis(40), 34));

        assertThat(frames).extracting(Recording::number).containsExactly(0, 1, 2, 3, 4);
        assertThat(frames.get(0).width()).isEqualTo(68);
        assertThat(frames.get(0).height()).isEqualTo(34);
    }

    @ParameterizedTest
    @CsvSource({"90, 64, 128", "180, 128, 64", "270, 64, 128"})
    void turnsPicturesUpright(int degrees, int width, int height) {
        Path file = Recording.turned(folder.resolve("turned.mp4"), degrees);

        VideoFrame second =
                VideoFrames.readAll(file, DecodeSettings.everyFrame()).get(1);

        assertThat(List.of(second.width(), second.height())).containsExactly(width, height);
        // Number 1 is one white bar at the right, so clockwise it lands at the bottom, the left, the top.
        int x = degrees == 180 ? 4 : width / 2;
        int y = degrees == 90 ? height - 4 : degrees == 270 ? 4 : height / 2;
        assertThat(second.rgb()[(y * width + x) * 3] & 0xff).isGreaterThan(200);
        assertThat(second.rgb()[((height - 1 - y) * width + width - 1 - x) * 3] & 0xff)
                .isLessThan(50);
    }

    @ParameterizedTest
    @CsvSource({"255, 0, 0", "0, 255, 0", "0, 0, 255", "255, 255, 255", "0, 0, 0", "180, 90, 30"})
    void keepsColours(int red, int green, int blue) {
        Path file = Recording.coloured(folder.resolve("colour.mp4"), red, green, blue);

        VideoFrame frame =
                VideoFrames.readAll(file, DecodeSettings.everyFrame()).get(0);

        int middle = (frame.height() / 2 * frame.width() + frame.width() / 2) * 3;
        assertThat(frame.rgb()[middle] & 0xff).isCloseTo(red, within(8));
        assertThat(frame.rgb()[middle + 1] & 0xff).isCloseTo(green, within(8));
        assertThat(frame.rgb()[middle + 2] & 0xff).isCloseTo(blue, within(8));
    }

    @Test
    void saysWhenAFileIsCutOff() throws IOException {
        Path whole = Recording.steady(folder.resolve("whole.mkv"), 60, 25);
        Path cut = folder.resolve("cut.mkv");
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(damage(whole)).isEmpty();
        assertThat(damage(cut)).contains("declares").contains("cut off");
    }

    @Test
    void refusesToReadMoreThanFits() {
        Path file = Recording.steady(folder.resolve("long.mp4"), 10, 25);
        long frameBytes = 3L * Recording.WIDTH * Recording.HEIGHT;

        assertThat(VideoFrames.readAll(file, DecodeSettings.everyFrame(), 10 * frameBytes))
                .hasSize(10);
        assertThatThrownBy(() -> VideoFrames.readAll(file, DecodeSettings.everyFrame(), 10 * frameBytes - 1))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("long.mp4 gives more than");
    }

    private static String damage(Path file) {
        try (VideoFrames video = VideoFrames.open(file.toString(), DecodeSettings.everyFrame())) {
            while (video.next().isPresent()) {
                assertThat(video.damage()).isEmpty();
            }
            return video.damage().orElse("");
        }
    }
}
