package dev.rewind.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of many makers, with the frame counts, sizes, rotations and codecs that ffmpeg itself finds in them. */
class SharedFilesTest {
    private record Listed(Path file, String codec, String size, long frames, int rotation) {
        static Listed of(Path folder, String[] row) {
            return new Listed(folder.resolve(row[0]), row[3], row[5], number(row[8]), (int) number(row[10]));
        }

        private static long number(String text) {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        }

        @Override
        public String toString() {
            return file.getFileName().toString();
        }
    }

    static Stream<Listed> whole() throws IOException {
        return listed("good");
    }

    static Stream<Listed> withoutPictures() throws IOException {
        return Stream.concat(listed("no_video"), listed("bomb"));
    }

    static Stream<Listed> damaged() throws IOException {
        return listed("bad");
    }

    @ParameterizedTest
    @MethodSource("whole")
    void givesEveryFrameOfAWholeFile(Listed listed) {
        JpegSettings settings = new JpegSettings(DecodeSettings.everyFrame(), 0.8f);
        try (InlineFrames video = InlineFrames.open(listed.file.toString(), settings)) {
            VideoFacts facts = video.facts();
            assertThat(facts.codec()).isEqualTo(listed.codec);
            assertThat(facts.width() + "x" + facts.height()).isEqualTo(listed.size);
            assertThat(facts.rotation()).isEqualTo(listed.rotation);
            assertThat(video.next()).isPresent();
            video.skipToEnd();
            assertThat(video.end()).contains(new VideoEnd(listed.frames, Optional.empty()));
        }
    }

    @ParameterizedTest
    @MethodSource("withoutPictures")
    void refusesWhatHasNoUsablePictures(Listed listed) {
        assertThatThrownBy(() -> VideoFrames.open(listed.file.toString(), DecodeSettings.everyFrame()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(listed.file.getFileName().toString())
                .hasMessageMatching("[^\\n]* (no video track|pictures of 8192x8192, 67108864 pixels)[^\\n]*");
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void neverPassesOverDamageInSilence(Listed listed) {
        String said;
        try (VideoFrames video = VideoFrames.open(listed.file.toString(), DecodeSettings.everyFrame())) {
            count(video);
            said = video.damage().orElse("");
        } catch (SourceException e) {
            said = e.getMessage();
        }
        assertThat(said).isNotEmpty().doesNotContain("\n");
    }

    private static long count(VideoFrames video) {
        long frames = 0;
        while (video.next().isPresent()) {
            frames++;
        }
        return frames;
    }

    private static Stream<Listed> listed(String category) throws IOException {
        Path folder = Path.of(System.getProperty("rewind.shared", "missing"), "data/decode");
        Path manifest = folder.resolve("manifest.csv");
        Assumptions.assumeTrue(Files.exists(manifest), "skipped: there is no " + manifest);
        return Files.readAllLines(manifest).stream()
                .skip(1)
                .map(line -> line.replaceAll("\"([^\",]*),[^\"]*\"", "$1").split(",", -1))
                .filter(row -> row[1].equals(category))
                .map(row -> Listed.of(folder, row));
    }
}
