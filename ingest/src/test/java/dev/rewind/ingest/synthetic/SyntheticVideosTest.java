package dev.rewind.ingest.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rewind.ingest.synthetic.SyntheticVideos.Format;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyntheticVideosTest {
    private static final Duration PERIOD = Duration.ofMillis(133);

    /** A seed whose scene looks wrong when red and blue are swapped. */
    private static final long COLOURFUL = 32;

    @TempDir
    Path folder;

    @Test
    void knowsTenActionsInAFixedOrder() {
        assertThat(Arrays.stream(SyntheticAction.values()).map(SyntheticAction::label))
                .containsExactly("walk", "run", "jump", "wave", "bow", "box", "clap", "squat", "kick", "throw");
    }

    @ParameterizedTest
    @EnumSource
    void drawsTheSamePixelsFromTheSameSeedOnEveryThread(SyntheticAction action) {
        byte[] expected = SyntheticVideos.renderRgb(action, 7, 4, PERIOD, 64, 48);
        assertThat(expected).hasSize(4 * 48 * 64 * 3);
        assertThat(IntStream.range(0, 8)
                        .parallel()
                        .mapToObj(i -> SyntheticVideos.renderRgb(action, 7, 4, PERIOD, 64, 48)))
                .allSatisfy(again -> assertThat(again).isEqualTo(expected));
    }

    @Test
    void drawsAnotherSceneFromAnotherSeed() {
        byte[] one = SyntheticVideos.renderRgb(SyntheticAction.WALK, 1, 1, PERIOD, 64, 64);
        byte[] other = SyntheticVideos.renderRgb(SyntheticAction.WALK, 2, 1, PERIOD, 64, 64);
        assertThat(meanDifference(one, other)).isGreaterThan(10);
    }

    @Test
    void drawsASmallClipLikeALargeOneSqueezed() {
        byte[] large = SyntheticVideos.renderRgb(SyntheticAction.THROW, COLOURFUL, 1, PERIOD, 176, 144);
        byte[] small = SyntheticVideos.renderRgb(SyntheticAction.THROW, COLOURFUL, 1, PERIOD, 44, 48);
        byte[] scaled = new byte[small.length];
        for (int i = 0; i < scaled.length; i++) {
            int left = i / 3 % 44 * 4;
            int top = i / 3 / 44 * 3;
            int channel = i % 3;
            scaled[i] = (byte) IntStream.range(0, 12)
                    .map(k -> large[((top + k / 4) * 176 + left + k % 4) * 3 + channel] & 0xFF)
                    .average()
                    .orElseThrow();
        }
        assertThat(meanDifference(small, scaled)).isLessThan(8);
    }

    @ParameterizedTest
    @EnumSource
    void movesInEveryScene(SyntheticAction action) {
        for (long seed = 0; seed < 20; seed++) {
            byte[] clip = SyntheticVideos.renderRgb(action, seed, 16, PERIOD, 64, 64);
            int frame = clip.length / 16;
            byte[] first = Arrays.copyOfRange(clip, 0, frame);
            long changed = IntStream.range(1, 16)
                    .mapToLong(i -> strongChanges(first, Arrays.copyOfRange(clip, i * frame, (i + 1) * frame)))
                    .max()
                    .orElseThrow();
            assertThat(changed).as("changed values of seed %d", seed).isGreaterThan(20);
        }
    }

    @ParameterizedTest
    @EnumSource
    void completesACycleWithinTwoSecondsAtTheSlowest(SyntheticAction action) {
        assertThat(action.cycleSeconds() / Scene.Manner.SLOWEST).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"H264_MP4, h264, mov", "VP9_WEBM, vp9, matroska"})
    void writesARealVideoThatDecodesToWhatWasDrawn(Format format, String codec, String container) throws IOException {
        Path file = folder.resolve("clip." + format.extension());
        assertThat(SyntheticVideos.write(file, SyntheticAction.KICK, COLOURFUL, Duration.ofSeconds(2), format))
                .isEqualTo(file);

        List<byte[]> decoded = new ArrayList<>();
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
            grabber.setPixelFormat(avutil.AV_PIX_FMT_RGB24);
            grabber.start();
            assertThat(grabber.getVideoCodecName()).contains(codec);
            assertThat(grabber.getFormatContext().iformat().name().getString()).contains(container);
            assertThat(grabber.getVideoFrameRate()).isEqualTo(15, within(0.1));
            for (Frame frame = grabber.grabImage(); frame != null; frame = grabber.grabImage()) {
                decoded.add(packed(frame));
            }
        }

        assertThat(decoded).hasSizeBetween(29, 31);
        byte[] drawn =
                SyntheticVideos.renderRgb(SyntheticAction.KICK, COLOURFUL, 30, Duration.ofNanos(66_666_667), 176, 144);
        for (int i = 0; i < 29; i++) {
            byte[] expected = Arrays.copyOfRange(drawn, i * 176 * 144 * 3, (i + 1) * 176 * 144 * 3);
            assertThat(meanDifference(decoded.get(i), expected))
                    .as("frame %d", i)
                    .isLessThan(10);
        }
    }

    @Test
    void writesADemoWhoseListingCoversItWithoutGaps() throws IOException {
        Path video = SyntheticVideos.writeDemo(folder, 2, 5);
        List<String> lines = Files.readAllLines(folder.resolve("demo-2.csv"));
        assertThat(video).isEqualTo(folder.resolve("demo-2.mp4"));
        assertThat(lines).hasSize(11).startsWith("from,to,label");
        String end = "0.000";
        for (String line : lines.subList(1, lines.size())) {
            assertThat(line).startsWith(end + ",");
            end = line.split(",", -1)[1];
        }
        assertThat(lines.stream().skip(1).map(line -> line.split(",", -1)[2]))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(SyntheticAction.values())
                        .map(SyntheticAction::label)
                        .toList());
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(video.toFile())) {
            grabber.start();
            assertThat(grabber.getLengthInTime() / 1e6).isEqualTo(Double.parseDouble(end), within(0.2));
        }
    }

    @Test
    void saysWhichFileCannotBeWritten() throws IOException {
        Path blocked = Files.writeString(folder.resolve("file"), "not a folder").resolve("clip.mp4");
        assertThatThrownBy(() ->
                        SyntheticVideos.write(blocked, SyntheticAction.BOW, 1, Duration.ofSeconds(1), Format.H264_MP4))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(blocked.toString())
                .hasMessageContaining("writable")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void leavesNothingHalfWrittenBehind() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("clip.mp4").resolve("inside"))
                .getParent();
        assertThatThrownBy(() ->
                        SyntheticVideos.write(taken, SyntheticAction.BOW, 1, Duration.ofSeconds(1), Format.H264_MP4))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(taken.toString());
        assertThat(folder.resolve("clip.mp4.part")).doesNotExist();
    }

    @Test
    void refusesAClipWithoutFrames() {
        assertThatThrownBy(() -> SyntheticVideos.renderRgb(SyntheticAction.BOW, 1, 0, PERIOD, 64, 64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 frames of 64x64");
    }

    private static byte[] packed(Frame frame) {
        ByteBuffer pixels = (ByteBuffer) frame.image[0];
        byte[] rgb = new byte[frame.imageWidth * frame.imageHeight * 3];
        for (int y = 0; y < frame.imageHeight; y++) {
            pixels.get(y * frame.imageStride, rgb, y * frame.imageWidth * 3, frame.imageWidth * 3);
        }
        return rgb;
    }

    private static double meanDifference(byte[] one, byte[] other) {
        assertThat(one).hasSameSizeAs(other);
        return IntStream.range(0, one.length)
                .map(i -> Math.abs((one[i] & 0xFF) - (other[i] & 0xFF)))
                .average()
                .orElseThrow();
    }

    private static long strongChanges(byte[] one, byte[] other) {
        return IntStream.range(0, one.length)
                .filter(i -> Math.abs((one[i] & 0xFF) - (other[i] & 0xFF)) > 50)
                .count();
    }
}
