package dev.rewind.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.ingest.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are let in. */
class AllowedFilesTest {
    @TempDir
    private Path folder;

    private Path allowed;
    private Path secret;

    @BeforeEach
    void makeAFolderAndAFileBesideIt() throws IOException {
        allowed = Files.createDirectory(folder.resolve("allowed"));
        secret = Recording.steady(folder.resolve("secret.mp4"), 3, 25);
    }

    private static int frames(String source, OpenSettings settings) {
        try (VideoFrames video =
                VideoFrames.open(source, DecodeSettings.everyFrame().opened(settings))) {
            int frames = 0;
            while (video.next().isPresent()) {
                frames++;
            }
            return frames;
        }
    }

    private void assertRefused(Path file) {
        assertThatThrownBy(() -> frames(file.toString(), OpenSettings.defaults().below(List.of(allowed))))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("lies outside of the allowed folders [" + allowed + "]")
                .hasMessageContaining("--allowed-root");
    }

    @Test
    void letsInWhatLiesBelowAnAllowedFolder() {
        Path inside = Recording.steady(allowed.resolve("door.mp4"), 3, 25);

        assertThat(frames(inside.toString(), OpenSettings.defaults().below(List.of(folder.resolve("x"), allowed))))
                .isEqualTo(3);
    }

    @Test
    void refusesAWayOutByDots() {
        assertRefused(allowed.resolve("../secret.mp4"));
    }

    @Test
    void refusesAWayOutByALink() throws IOException {
        assertRefused(Files.createSymbolicLink(allowed.resolve("door.mp4"), secret));
        assertRefused(Files.createSymbolicLink(allowed.resolve("up"), folder).resolve("secret.mp4"));
    }

    @Test
    void followsAnAllowedFolderThatIsALinkItself() throws IOException {
        Recording.steady(allowed.resolve("door.mp4"), 3, 25);
        Path link = Files.createSymbolicLink(folder.resolve("link"), allowed);

        assertThat(frames(
                        link.resolve("door.mp4").toString(),
                        OpenSettings.defaults().below(List.of(link))))
                .isEqualTo(3);
    }

    @Test
    void doesNotTellWhichFilesLieOutside() {
        assertRefused(folder.resolve("missing.mp4"));
        assertRefused(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-i.mp4",
                "a\nb.mp4",
                "it's \"quoted\".mp4",
                "door 50%d.mp4",
                "Tür 戸口.mp4",
                "concat:a|b.mp4",
                "file:x.mp4",
                "subfile,,start,0,end,0,,:x.mp4",
                "pipe:0",
                "*?[a].mp4"
            })
    void takesAnyNameForAName(String name) throws IOException {
        // In the working folder, for no path that begins with a slash looks like a protocol or an option.
        Path odd = Files.copy(secret, Path.of(name));
        try {
            assertThat(frames(name, OpenSettings.defaults())).isEqualTo(3);
        } finally {
            Files.delete(odd);
        }
    }

    @Test
    void saysValueLimitAndOptionOfWhatIsTooMuch() {
        Path video = Recording.steady(folder.resolve("long.mp4"), 50, 25);

        assertThat(refusal(video, new SourceLimits(1000, Duration.ofHours(1), 60, 1 << 20)))
                .matches(".*long.mp4 has \\d+ bytes, more than the 1000 allowed; .*--max-file-size");
        assertThat(refusal(video, new SourceLimits(1 << 20, Duration.ofMillis(1500), 60, 1 << 20)))
                .contains("long.mp4 lasts 2.0 s, longer than the 1.5 s allowed", "--max-duration");
        assertThat(refusal(video, new SourceLimits(1 << 20, Duration.ofHours(1), 24, 1 << 20)))
                .contains("long.mp4 has 25.0 frames a second, more than the 24.0 allowed", "--max-frame-rate");
        assertThat(refusal(video, new SourceLimits(1 << 20, Duration.ofHours(1), 60, 128 * 64 - 1)))
                .contains("long.mp4 has pictures of 128x64, 8192 pixels, more than the 8191 allowed", "--max-pixels");
    }

    @Test
    void countsWhatIsReallyThereWhateverIsDeclared() {
        // A bare stream declares no length, and its frames no time.
        Path bare = Recording.steady(folder.resolve("bare.m4v"), 50, 25);

        assertThat(refusal(bare, new SourceLimits(1 << 20, Duration.ofMillis(1500), 60, 1 << 20)))
                .contains("longer than the 1.5 s allowed");
    }

    @Test
    void takesFramesThatLieTooCloseForAFlood() {
        SourceLimits limits = SourceLimits.defaults();

        limits.requireRate("door", 60_000, 60_000_000);
        assertThatThrownBy(() -> limits.requireRate("door", 5_000, 2_000_000))
                .hasMessageContaining("door has 2000.0 frames a second, more than the 1000.0 allowed");
    }

    private static String refusal(Path file, SourceLimits limits) {
        try {
            return "gave frames: "
                    + frames(file.toString(), OpenSettings.defaults().within(limits));
        } catch (SourceException e) {
            return e.getMessage();
        }
    }
}
