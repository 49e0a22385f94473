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
                        new VideoFolder(folder.getFileName().toString(), folder),
                        new VideoAddress("cam", "rtsp://cam/1"),
                        new VideoAddress("host", "https://host/live.m3u8"),
                        new Camera("video0", "/dev/video0"));
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
            assertThat(Source.parse(List.of("target/" + name)).get(0).inputs().get(0))
                    .endsWith(name);
        } finally {
            Files.delete(here);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://me:secret@host/film", "rtsp://", "http://me:secret@bad host/film", "", "/"})
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
        VideoFolder source = new VideoFolder("all", folder);

        assertThat(source.inputs())
                .extracting(input -> Path.of(input).getFileName().toString())
                .containsExactly("a.WEBM", "b.mp4", "c.avi");
        assertThat(source.skipped()).containsExactly("README", "notes.txt");
    }

    @Test
    void saysThatAFolderHoldsNoVideo() {
        assertThatThrownBy(() -> new VideoFolder("all", folder).inputs())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("holds no video files");
    }
}
