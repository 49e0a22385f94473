package dev.rewind.ingest.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rewind.ingest.decode.DecodeSettings;
import dev.rewind.ingest.decode.JpegSettings;
import dev.rewind.ingest.decode.SourceException;
import dev.rewind.ingest.decode.VideoEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decoder processes that went wrong, each in its own way. */
@Timeout(60)
class DecoderProcessTest {
    private static final String SOURCE = "rtsp://me:secret@camera/1";
    private static final DecoderLimits LIMITS = new DecoderLimits(
            Duration.ofSeconds(30), Duration.ofMillis(100), 250L << 20, Duration.ofSeconds(2), 1 << 16);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "print | a message of 1214606444 bytes, where 1 to 65536 are allowed",
                "boast | a message of 1073741824 bytes",
                "lie | picture 7 at PT0S where picture 1 after PT0S was due",
                "text | picture 1 of 16x16 in 10 bytes, which is no JPEG",
                "again | say 'Hello' out of turn",
            })
    void killsAProcessThatWritesWhatItMustNot(String behaviour, String reason) throws IOException {
        assertThat(failure(behaviour, Duration.ofSeconds(30))).contains(reason, "it was killed");
    }

    @ParameterizedTest
    @CsvSource({"cut, gave nothing for 1 s", "spin, gave nothing for 1 s"})
    void killsAProcessThatIsSilent(String behaviour, String reason) throws IOException {
        assertThat(failure(behaviour, Duration.ofSeconds(1))).contains(reason, "killed");
    }

    @Test
    void killsAProcessThatSpinsLongBeforeItsSilenceIsTooLong() throws IOException {
        assertThat(failure("spin", Duration.ofSeconds(50))).contains("2 s of processor time without a picture");
    }

    @Test
    void killsAProcessThatGrows() throws IOException {
        Assumptions.assumeTrue(
                Files.exists(Path.of("/proc/self/status")), "skipped: this system does not tell what a process takes");
        assertThat(failure("grow", Duration.ofSeconds(50))).contains("MiB of memory", "more than the 250 allowed");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no such signal")
    void saysWhichSignalAProcessDiedOf() throws IOException {
        assertThat(failure("crash", Duration.ofSeconds(30)))
                .contains("crashed its decoder (SIGSEGV in lib")
                .contains("check what the address sends");
    }

    @Test
    void saysWithWhichExceptionAProcessEndedButNotItsMessage() throws IOException {
        assertThat(failure("throw", Duration.ofSeconds(30)))
                .contains("crashed its decoder (java.lang.IllegalStateException)");
    }

    @Test
    void readsAProcessThatChattersToItsEnd() throws IOException {
        try (ChildFrames frames = open(Impostor.start("chatter"), Duration.ofSeconds(30))) {
            assertThat(frames.next()).isPresent();
            assertThat(frames.next()).isEmpty();
            assertThat(frames.end()).contains(new VideoEnd(1, Optional.empty()));
        }
    }

    @Test
    void closingEndsTheProcessAndItsThreads() throws Exception {
        Process process = Impostor.start("spin");
        ChildFrames frames = open(process, Duration.ofSeconds(30));

        frames.close();

        assertThat(process.isAlive()).isFalse();
        String threads = "decoder-.*" + process.pid();
        CompletableFuture<Void> gone = CompletableFuture.runAsync(() -> {
            while (Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().matches(threads))) {
                Thread.onSpinWait();
            }
        });
        gone.get(20, TimeUnit.SECONDS);
    }

    private static ChildFrames open(Process process, Duration silence) {
        JpegSettings settings = new JpegSettings(new DecodeSettings(Optional.empty(), 0, silence), 0.8f);
        return ChildFrames.open(process, new Request(SOURCE, settings, true), LIMITS);
    }

    /** The one line that reading ends with, after a first picture; the process is gone by then. */
    private static String failure(String behaviour, Duration silence) throws IOException {
        Process process = Impostor.start(behaviour);
        try (ChildFrames frames = open(process, silence)) {
            assertThat(frames.next()).isPresent();
            SourceException e = catchThrowableOfType(SourceException.class, frames::next);
            assertThat(e).isNotNull();
            assertThat(process.isAlive()).isFalse();
            assertThat(e.getMessage()).startsWith("rtsp://***@camera/1 ").doesNotContain("\n", "secret");
            return e.getMessage();
        }
    }
}
