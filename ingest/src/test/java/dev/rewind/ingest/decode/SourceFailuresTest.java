package dev.rewind.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rewind.ingest.Recording;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SourceFailuresTest {
    @TempDir
    private Path folder;

    @Test
    void saysWhichFileIsMissing() {
        assertThat(failure(folder.resolve("gone.mp4"))).contains("gone.mp4 is missing", "check the path");
    }

    @Test
    void saysThatAFileIsEmpty() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.mp4"));
        assertThat(failure(empty)).contains("empty.mp4 is empty", "record it again");
    }

    @Test
    void saysThatTextIsNoVideo() throws IOException {
        Path text = Files.writeString(folder.resolve("letter.mp4"), "Dear reader, ".repeat(1000));
        assertThat(failure(text)).contains("letter.mp4 is not a video", "convert it");
    }

    @Test
    void saysThatSoundHasNoPictures() {
        assertThat(failure(Recording.soundOnly(folder.resolve("song.m4a")))).contains("song.m4a has no video track");
    }

    @Test
    void saysThatAFolderIsNoFile() {
        assertThat(failure(folder)).contains("is not a file");
    }

    @Test
    void saysWhichSchemesItKnows() {
        assertThat(failure("ftp://me:secret@host/film.mp4"))
                .contains("ftp://***@host/film.mp4", "rtsp(s)")
                .doesNotContain("secret");
    }

    @Test
    void saysThatNobodyAnswersWithoutTellingThePassword() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        for (String scheme : new String[] {"rtsp", "http"}) {
            assertThat(failure(scheme + "://me:secret@127.0.0.1:" + port + "/film?token=hush"))
                    .contains("***@127.0.0.1:" + port + "/film", "did not open", "check the address")
                    .doesNotContain("secret", "hush");
        }
    }

    @Test
    void doesNotFollowAPlaylistInAVideosClothes() throws IOException {
        Path other = Recording.steady(folder.resolve("other.ts"), 10, 25);
        Path list = folder.resolve("list.mp4");
        Files.writeString(list, "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + other + "\n#EXT-X-ENDLIST\n");
        Path concat = folder.resolve("concat.mp4");
        Files.writeString(concat, "ffconcat version 1.0\nfile other.ts\n");

        assertThat(failure(list)).contains("list.mp4 is not a video");
        assertThat(failure(concat)).contains("concat.mp4 is not a video");
    }

    @Test
    @Timeout(30)
    void leavesASilentPeerAndKeepsNobodyElseWaiting() throws Exception {
        Path file = Recording.steady(folder.resolve("fine.mp4"), 3, 25);
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> failure(address(silent), 1500));
            // Once the peer has the connection, the other thread is inside its open.
            try (var connection = silent.accept()) {
                assertThat(VideoFrames.readAll(file, DecodeSettings.everyFrame()))
                        .hasSize(3);
                assertThat(connection.isConnected()).isTrue();
                assertThat(waiting).isNotDone();
                assertThat(waiting.get(20, TimeUnit.SECONDS)).contains("did not answer in time");
            }
        }
    }

    @Test
    @Timeout(30)
    void anInterruptEndsAWaitForASilentPeer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> failure = new CompletableFuture<>();
            Thread reader = new Thread(() -> failure.complete(failure(address(silent), 60_000)));
            reader.start();
            try (var connection = silent.accept()) {
                reader.interrupt();
                assertThat(failure.get(20, TimeUnit.SECONDS)).contains("interrupted");
                assertThat(connection.isConnected()).isTrue();
            }
        }
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> DecodeSettings.sampled(Duration.ZERO, 128)).hasMessageContaining("at least 1 ms");
        assertThatThrownBy(() -> DecodeSettings.sampled(Duration.ofMillis(133), 127))
                .hasMessageContaining("even");
    }

    private static String address(ServerSocket server) {
        return "http://127.0.0.1:" + server.getLocalPort() + "/live.ts";
    }

    private static String failure(Path file) {
        return failure(file.toString());
    }

    private static String failure(String source) {
        return failure(source, 5000);
    }

    /** The one line that opening the source ends with. */
    private static String failure(String source, long timeoutMillis) {
        DecodeSettings settings = new DecodeSettings(Optional.empty(), 0, Duration.ofMillis(timeoutMillis));
        SourceException e = catchThrowableOfType(
                SourceException.class, () -> VideoFrames.open(source, settings).close());
        assertThat(e).as("opening " + source).isNotNull();
        assertThat(e.getMessage()).doesNotContain("\n");
        return e.getMessage();
    }
}
