package dev.rewind.ingest.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.ingest.Recording;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ProbeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** What a busy machine takes to start a process in, many times over. */
    private static final int BUSY_SECONDS = 10;

    @TempDir
    private Path folder;

    private static Probe probe(Path file) {
        return Probe.of(file.toString(), PATIENCE, PATIENCE);
    }

    @Test
    void countsTheFramesOfAWholeFile() {
        Probe probe = probe(Recording.steady(folder.resolve("whole.mp4"), 60, 25));

        assertThat(probe.ok()).isTrue();
        assertThat(probe.reason()).isEmpty();
        assertThat(probe.frames()).isEqualTo(60);
        assertThat(probe.expectedFrames()).hasValue(60);
        assertThat(probe.damaged()).isFalse();
        assertThat(probe.facts().orElseThrow().codec()).isEqualTo("mpeg4");
    }

    @Test
    void saysHowMuchOfACutFileCanBeRead() throws IOException {
        Path whole = Recording.steady(folder.resolve("whole.mkv"), 100, 25);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.mkv"), Arrays.copyOf(bytes, bytes.length / 2));

        Probe probe = probe(cut);

        assertThat(probe.ok()).isTrue();
        assertThat(probe.damaged()).isTrue();
        assertThat(probe.frames()).isBetween(10L, 90L);
        assertThat(probe.expectedFrames()).hasValue(100);
        assertThat(probe.reason().orElseThrow()).contains("declares 4.0 s", "ends after", "cut off or damaged");
    }

    @Test
    void saysWhyAFileCannotBePlayed() throws IOException {
        Probe probe = probe(Files.writeString(folder.resolve("letter.mp4"), "Dear reader"));

        assertThat(probe.ok()).isFalse();
        assertThat(probe.reason().orElseThrow()).contains("letter.mp4 is not a video");
        assertThat(probe.facts()).isEmpty();
        assertThat(probe.frames()).isZero();
    }

    static Stream<Path> damaged() throws IOException {
        Path data = Path.of(System.getProperty("rewind.shared", "missing"), "data/decode");
        Assumptions.assumeTrue(Files.isDirectory(data), "skipped: there is no " + data);
        try (Stream<Path> files = Files.list(data)) {
            return files
                    .filter(file -> file.getFileName().toString().matches("bad_.*|decord_corrupted.*"))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void neverPassesOverDamageInSilence(Path file) {
        long start = System.nanoTime();
        Probe probe = probe(file);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5 + BUSY_SECONDS));
        assertThat(probe.ok() && !probe.damaged()).isFalse();
        assertThat(probe.reason().orElseThrow()).isNotBlank().doesNotContain("\n");
        assertThat(probe.damaged()).isEqualTo(probe.frames() > 0);
    }

    @Test
    void refusesWhatNamesOtherFilesAndReadsWhatHasAnOddName() throws Exception {
        Path make = Path.of(System.getProperty("rewind.shared", "missing"), "data/decode/hostile/make");
        Assumptions.assumeTrue(Files.exists(make), "skipped: there is no " + make);
        Assumptions.assumeTrue(File.separatorChar == '/', "skipped: it is a script for a POSIX shell");
        Process script = new ProcessBuilder("bash", make.toString(), folder.toString())
                .inheritIO()
                .start();
        assertThat(script.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        Set<String> readable = new HashSet<>();

        for (Path file : files) {
            Probe probe = probe(file);
            if (probe.ok()) {
                readable.add(file.getFileName().toString());
                assertThat(probe.frames()).isEqualTo(7);
            } else {
                assertThat(probe.reason().orElseThrow()).contains(file.getFileName() + " is not a video");
            }
        }

        assertThat(readable).containsExactlyInAnyOrder("secret.mp4", "-i.mp4", "odd name; $(touch pwned) & \"q\".mp4");
        assertThat(folder.resolve("pwned")).doesNotExist();
    }

    /** A pipe with a name lets its writer in when somebody opens it to read, and not before. */
    @ParameterizedTest
    @ValueSource(strings = {"m3u8", "mp4", "ffconcat"})
    void opensNoFileThatAFileNames(String kind) throws Exception {
        Path canary = folder.resolve("canary.ts");
        Assumptions.assumeTrue(
                File.separatorChar == '/' && madePipe(canary), "skipped: this system has no pipes with names");
        AtomicBoolean opened = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            try (OutputStream out = Files.newOutputStream(canary, StandardOpenOption.WRITE)) {
                opened.set(true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.start();

        for (String name :
                List.of(canary.toString(), "canary.ts", canary.toUri().toString(), "concat:" + canary)) {
            for (String text : List.of(
                    "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + name + "\n#EXT-X-ENDLIST\n",
                    "ffconcat version 1.0\nfile '" + name + "'\n")) {
                Path list = Files.writeString(folder.resolve("list." + kind), text);
                assertThat(probe(list).reason().orElseThrow()).contains("list." + kind + " is not a video");
            }
        }

        assertThat(opened).isFalse();
        Files.newInputStream(canary).close(); // lets the writer go
        writer.join();
    }

    private static boolean madePipe(Path file) throws InterruptedException {
        try {
            return new ProcessBuilder("mkfifo", file.toString()).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
