package dev.rewind.ingest.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.rewind.ingest.Recording;
import dev.rewind.ingest.decode.DecodeSettings;
import dev.rewind.ingest.decode.InlineFrames;
import dev.rewind.ingest.decode.JpegFrame;
import dev.rewind.ingest.decode.JpegFrames;
import dev.rewind.ingest.decode.JpegSettings;
import dev.rewind.ingest.decode.SourceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(90)
class ChildFramesTest {
    @TempDir
    private Path folder;

    @Test
    void givesTheVerySameFramesAsDecodingInThisProcess() {
        Path file = Recording.steady(folder.resolve("walk.mp4"), 50, 25);
        JpegSettings settings = new JpegSettings(DecodeSettings.sampled(Duration.ofMillis(133), 32), 0.8f);

        try (ChildFrames child = ChildFrames.open(file.toString(), settings, DecoderLimits.defaults());
                InlineFrames inline = InlineFrames.open(file.toString(), settings)) {
            List<JpegFrame> frames = all(child);
            assertThat(frames)
                    .hasSize(15)
                    .usingRecursiveFieldByFieldElementComparator()
                    .isEqualTo(all(inline));
            assertThat(child.facts()).isEqualTo(inline.facts());
            assertThat(child.end()).isPresent().isEqualTo(inline.end());
        }
    }

    @Test
    void countsWithoutPictures() {
        Path file = Recording.steady(folder.resolve("walk.mp4"), 50, 25);

        try (ChildFrames child = ChildFrames.counting(file.toString(), every(10), DecoderLimits.defaults())) {
            assertThat(child.next()).isEmpty();
            assertThat(child.end().orElseThrow().frames()).isEqualTo(50);
        }
    }

    @Test
    void saysWhatTheChildSaysOfABadFile() throws IOException {
        Path text = Files.writeString(folder.resolve("letter.mp4"), "Dear reader");

        assertThatThrownBy(() -> DecodeMode.CHILD.open(text.toString(), every(10), DecoderLimits.defaults()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("letter.mp4 is not a video")
                .hasMessageContaining("convert it");
    }

    @Test
    void aSilentPeerEndsInTimeAndItsConnectionIsClosed() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> failure = CompletableFuture.supplyAsync(() -> failure(address(silent), every(1)));
            try (Socket connection = silent.accept()) {
                readToTheEnd(connection);
            }
            assertThat(failure.join()).contains("***@127.0.0.1").doesNotContain("secret");
        }
    }

    @Test
    void anInterruptEndsAWait() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> failure = new CompletableFuture<>();
            Thread reader = new Thread(() -> failure.complete(failure(address(silent), every(80))));
            reader.start();
            try (Socket connection = silent.accept()) {
                reader.interrupt();
                assertThat(failure.get(20, TimeUnit.SECONDS)).contains("interrupted");
                readToTheEnd(connection);
            }
        }
    }

    @Test
    void aChildDiesWithItsParent() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Process parent = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Parent.class.getName(),
                            address(silent))
                    .start();
            try (Socket connection = silent.accept()) {
                parent.destroyForcibly();
                readToTheEnd(connection);
            } finally {
                parent.destroyForcibly();
            }
        }
    }

    /** A process that waits for its decoder for longer than the test. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] address) {
            ChildFrames.open(address[0], every(80), DecoderLimits.defaults()).close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"m3u8", "mp4", "ffconcat", "sdp", "mpd"})
    void opensNothingThatAFileNames(String kind) throws IOException {
        Path canary = Recording.steady(folder.resolve("canary.ts"), 10, 25);
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/canary.ts";
            for (String other : List.of(url, canary.toString(), canary.toUri().toString())) {
                Path file = Files.writeString(folder.resolve("list." + kind), listing(kind, other));

                assertThat(failure(file.toString(), every(5))).contains("list." + kind + " is not a video");
            }
            assertThat(requests).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    private static String listing(String kind, String other) {
        return switch (kind) {
            case "ffconcat" -> "ffconcat version 1.0\nfile '" + other + "'\n";
            case "sdp" ->
                "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"
                        + "a=rtpmap:96 H264/90000\na=control:" + other + "\n";
            case "mpd" ->
                "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\""
                        + " mediaPresentationDuration=\"PT10S\" profiles=\"urn:mpeg:dash:profile:isoff-on-demand:2011\"><Period>"
                        + "<AdaptationSet mimeType=\"video/mp4\"><Representation id=\"1\" bandwidth=\"1000\" width=\"16\""
                        + " height=\"16\"><BaseURL>" + other
                        + "</BaseURL></Representation></AdaptationSet></Period></MPD>";
            default ->
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10,\n" + other
                        + "\n#EXT-X-ENDLIST\n";
        };
    }

    private static void readToTheEnd(Socket connection) throws IOException {
        try {
            connection.getInputStream().readAllBytes();
        } catch (java.net.SocketException e) {
            // reset: the other side is gone, which is what is waited for
        }
    }

    private static String address(ServerSocket server) {
        return "http://me:secret@127.0.0.1:" + server.getLocalPort() + "/live.ts";
    }

    private static JpegSettings every(int silentSeconds) {
        return new JpegSettings(new DecodeSettings(Optional.empty(), 0, Duration.ofSeconds(silentSeconds)), 0.8f);
    }

    private static String failure(String source, JpegSettings settings) {
        try (ChildFrames frames = ChildFrames.open(source, settings, DecoderLimits.defaults())) {
            return "opened " + frames.facts();
        } catch (SourceException e) {
            return e.getMessage();
        }
    }

    private static List<JpegFrame> all(JpegFrames video) {
        List<JpegFrame> frames = new ArrayList<>();
        for (var frame = video.next(); frame.isPresent(); frame = video.next()) {
            frames.add(frame.get());
        }
        return frames;
    }
}
