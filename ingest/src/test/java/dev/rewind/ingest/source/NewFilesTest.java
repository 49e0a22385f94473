package dev.rewind.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFilesTest {
    private static final Instant START = Instant.parse("2026-11-22T06:00:00Z");

    @TempDir
    private Path folder;

    private List<String> look(NewFiles files, int second) {
        return files.look(START.plusSeconds(second)).stream()
                .map(input -> Path.of(input.redacted()).getFileName().toString())
                .toList();
    }

    private NewFiles watch() {
        return new VideoFolder("x", folder, true).arrivals().orElseThrow();
    }

    @Test
    void findsEachFileOnceByName() throws IOException {
        Files.writeString(folder.resolve("b.mp4"), "video");
        Files.writeString(folder.resolve("a.mp4"), "video");
        NewFiles files = watch();

        assertThat(look(files, 0)).isEmpty();
        assertThat(look(files, 2)).containsExactly("a.mp4", "b.mp4");
        Files.writeString(folder.resolve("c.mp4"), "video");
        assertThat(look(files, 3)).isEmpty();
        assertThat(look(files, 5)).containsExactly("c.mp4");
        assertThat(look(files, 9)).isEmpty();
    }

    @Test
    void waitsForAFileThatGrows() throws IOException {
        Path file = Files.createFile(folder.resolve("a.mp4"));
        NewFiles files = watch();

        assertThat(look(files, 0)).isEmpty();
        assertThat(look(files, 9)).as("nothing is in it yet").isEmpty();
        for (int second = 10; second < 15; second++) {
            Files.writeString(file, "video".repeat(second));
            assertThat(look(files, second)).isEmpty();
        }
        assertThat(look(files, 15)).as("a second after it grew").isEmpty();
        assertThat(look(files, 16)).containsExactly("a.mp4");
    }

    @Test
    void findsAFileAgainThatWasWrittenAnew() throws IOException {
        Path file = Files.writeString(folder.resolve("a.mp4"), "video");
        NewFiles files = watch();
        look(files, 0);
        look(files, 2);

        Files.setLastModifiedTime(file, FileTime.from(START));
        assertThat(look(files, 3)).isEmpty();
        assertThat(look(files, 5)).containsExactly("a.mp4");

        Files.delete(file);
        look(files, 6);
        Files.writeString(file, "video");
        look(files, 7);
        assertThat(look(files, 9)).containsExactly("a.mp4");
    }
}
