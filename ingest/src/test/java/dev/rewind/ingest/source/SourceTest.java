package dev.rewind.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.ingest.decode.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
    @TempDir
    private Path folder;

    private static List<String> ids(String... texts) {
        return Source.parse(List.of(texts)).stream().map(Source::stream).toList();
    }

    @Test
    void tellsFilesFoldersAddressesAndCamerasApart() {
        Path file = folder.resolve("walk.mp4");

        assertThat(Source.parse(List.of(
                        file.toString(), folder.toString(), "rtsp://cam/1", "https://host/live.m3u8", "/dev/video0")))
                .containsExactly(
                        new VideoFile("walk", file),
                        new VideoFolder(folder.getFileName().toString(), folder, false),
                        new VideoAddress("cam", "rtsp://cam/1"),
                        new VideoAddress("host", "https://host/live.m3u8"),
                        new Camera("video0", "/dev/video0"));
    }

    @Test
    void tellsWhatElseThereIs() throws IOException {
        Path shots = Files.createDirectory(folder.resolve("shots"));
        Files.createFile(shots.resolve("1.jpg"));

        assertThat(Source.parse(List.of(
                        "rtmps://host/live/door",
                        "srt://host:9000?passphrase=hush",
                        "kafka:clips",
                        "-",
                        folder + "/cams/*/2026-*.mp4",
                        folder + "/shot-%04d.jpg",
                        shots.toString())))
                .containsExactly(
                        new VideoAddress("host", "rtmps://host/live/door"),
                        new VideoAddress("host-2", "srt://host:9000?passphrase=hush"),
                        new KafkaTopic("clips", "clips"),
                        new StandardInput("stdin"),
                        new VideoGlob("cams", folder.resolve("cams"), "*/2026-*.mp4", false),
                        new PictureSequence("shot", folder.resolve("shot-%04d.jpg")),
                        new PictureSequence("shots", shots));
    }

    @Test
    void watchesFoldersAndPatternsWhenAsked() throws IOException {
        Files.createFile(folder.resolve("1.jpg"));

        assertThat(Source.parse(List.of("a=" + folder, "b=" + folder + "/*.mp4"), true))
                .containsExactly(new VideoFolder("a", folder, true), new VideoGlob("b", folder, "*.mp4", true));
    }

    @Test
    void takesWhatIsThereForAFileWhateverItsName() throws IOException {
        for (String name : List.of("a*b.mp4", "shot-%04d.jpg", "is this it?.mp4")) {
            Path file = Files.createFile(folder.resolve(name));
            assertThat(Source.parse(List.of("x=" + file))).containsExactly(new VideoFile("x", file));
        }
    }

    @Test
    void hasOneStandardInput() {
        assertThatThrownBy(() -> ids("-", "b=-")).hasMessageContaining("'-' is given twice");
    }

    @Test
    void findsTheFilesOfAPatternByName() throws IOException {
        Path cams = Files.createDirectories(folder.resolve("cams {1}/a/b"));
        for (String name : List.of("../2026-2.mp4", "../2026-1.mp4", "../.2026-0.mp4", "../2025.mp4", "2026-3.mp4")) {
            Files.createFile(cams.resolve(name));
        }
        assertThat(names("cams {1}/*/*2026-*.mp4")).containsExactly("2026-1.mp4", "2026-2.mp4");
        assertThat(names("cams {1}/**/2026-[13].mp4")).containsExactly("2026-1.mp4", "2026-3.mp4");
        assertThatThrownBy(() -> names("cams {1}/*.mp4"))
                .hasMessageContaining("there is no file")
                .hasMessageContaining("--watch");
        assertThatThrownBy(() -> names("none/*.mp4")).hasMessageContaining("there is no file");
    }

    private List<String> names(String pattern) {
        VideoGlob glob =
                (VideoGlob) Source.parse(List.of("x=" + folder + "/" + pattern)).get(0);
        return glob.inputs().stream()
                .map(input -> Path.of(input.redacted()).getFileName().toString())
                .toList();
    }

    @Test
    void takesTheIdThatIsGiven() {
        assertThat(ids("door=rtsp://cam/1?a=b", "yard=walk.mp4", "desk=/dev/video1"))
                .containsExactly("door", "yard", "desk");
    }

    @Test
    void makesIdsUniqueWithoutTakingAGivenOne() {
        assertThat(ids("a/walk.mp4", "b/walk.avi", "walk-2=c.mp4", "c/my walk (1).mp4"))
                .containsExactly("walk", "walk-3", "walk-2", "my-walk-1-");
    }

    @Test
    void refusesAnIdGivenTwice() {
        assertThatThrownBy(() -> ids("door=a.mp4", "door=b.mp4"))
                .isInstanceOf(SourceException.class)
                .hasMessage("two sources are named 'door'; give each its own id");
    }

    @Test
    void takesAFileWithAnEqualsSignInItsNameAsAFile() throws IOException {
        Path here = Files.createTempFile(Path.of("target"), "a=", ".mp4");
        try {
            String name = here.getFileName().toString();
            assertThat(Source.parse(List.of("target/" + name)).get(0).redacted())
                    .endsWith(name);
        } finally {
            Files.delete(here);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://me:secret@host/film",
                "rtsp://",
                "http://me:secret@bad host/film",
                "rtsp:/me:secret@host/1",
                "",
                "/"
            })
    void refusesInOneLineWhatIsNoSource(String text) {
        assertThatThrownBy(() -> ids(text))
                .isInstanceOf(SourceException.class)
                .hasMessageMatching("the source '[^\\n]*; (give|write) [^\\n]*")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp://me:p%40ss@cam:554/1?token=abc", "rtsp://me:p@ss@cam:554/1?token=abc"})
    void hidesPasswordsAndTokens(String url) {
        Source source = new VideoAddress("cam", url);

        assertThat(source.redacted()).isEqualTo("rtsp://***@cam:554/1?***");
        assertThat(source.toString()).doesNotContain("ss@", "abc");
    }

    @Test
    void listsTheVideosOfAFolderByNameAndTellsWhatItPassesOver() throws IOException {
        for (String name : List.of("b.mp4", "a.WEBM", "c.avi", "notes.txt", "README")) {
            Files.createFile(folder.resolve(name));
        }
        Files.createDirectory(folder.resolve("more.mp4"));
        VideoFolder source = new VideoFolder("all", folder, false);

        assertThat(source.inputs())
                .extracting(input -> Path.of(input.redacted()).getFileName().toString())
                .containsExactly("a.WEBM", "b.mp4", "c.avi");
        assertThat(source.skipped()).containsExactly("README", "notes.txt");
    }

    @Test
    void saysThatAFolderHoldsNoVideo() {
        assertThatThrownBy(() -> new VideoFolder("all", folder, false).inputs())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("holds no video files");
    }
}
