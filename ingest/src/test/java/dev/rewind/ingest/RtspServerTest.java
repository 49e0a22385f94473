package dev.rewind.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.ingest.child.ChildFrames;
import dev.rewind.ingest.child.DecoderLimits;
import dev.rewind.ingest.decode.DecodeSettings;
import dev.rewind.ingest.decode.JpegFrame;
import dev.rewind.ingest.decode.JpegSettings;
import dev.rewind.ingest.decode.OpenSettings;
import dev.rewind.ingest.decode.RtspTransport;
import dev.rewind.ingest.decode.SourceException;
import dev.rewind.ingest.synthetic.SyntheticAction;
import dev.rewind.ingest.synthetic.SyntheticVideos;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** H.264 from GStreamer's RTSP server, as cameras send it. */
@Timeout(90)
class RtspServerTest {
    private static final Duration SILENCE = Duration.ofSeconds(3);

    @TempDir
    private Path folder;

    private Path file;
    private int frames;
    private Process server;

    @BeforeEach
    void writeVideo() throws IOException {
        file = SyntheticVideos.write(
                folder.resolve("walk.mp4"),
                SyntheticAction.WALK,
                1,
                Duration.ofSeconds(4),
                SyntheticVideos.Format.H264_MP4);
        frames = play(file.toString(), RtspTransport.TCP, Integer.MAX_VALUE).size();
    }

    /** Starts a server that knows no other way than this one: whatever comes has come by it. */
    private String serve(RtspTransport transport) throws IOException {
        server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        GstreamerRtspServer.class.getName(),
                        file.toString(),
                        transport.name().toLowerCase(Locale.ROOT))
                .redirectError(Redirect.DISCARD)
                .start();
        String port =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8)).readLine();
        Assumptions.assumeTrue(
                port != null,
                "skipped: there is no RTSP server of GStreamer (Debian: libgstrtspserver-1.0-0,"
                        + " gstreamer1.0-plugins-good)");
        return "rtsp://127.0.0.1:" + port + "/live";
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.destroyForcibly();
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesTheFramesThatTheServerSends(RtspTransport transport) throws IOException {
        List<JpegFrame> sent = play(serve(transport), transport, Integer.MAX_VALUE);

        // Where the stream begins, and where it ends, a frame or two may be lost.
        assertThat(sent).hasSizeBetween(frames - 3, frames);
        assertThat(sent.get(sent.size() - 1).timestamp()).isBetween(Duration.ofMillis(3500), Duration.ofMillis(4500));
    }

    @ParameterizedTest
    @EnumSource
    void takesNoOtherWayThanTheOneThatWasAskedFor(RtspTransport transport) throws IOException {
        RtspTransport other = transport == RtspTransport.TCP ? RtspTransport.UDP : RtspTransport.TCP;

        assertThat(play(serve(other), transport, Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void serversThatAreKilledAreLeft() throws IOException {
        List<JpegFrame> sent = play(serve(RtspTransport.TCP), RtspTransport.TCP, 10);

        assertThat(sent).hasSizeBetween(10, frames - 10);
    }

    /** All frames until the source ends, by whatever reason; the server is killed after so many. */
    private List<JpegFrame> play(String source, RtspTransport transport, int killAfter) {
        OpenSettings open = OpenSettings.defaults().carried(transport, 25);
        JpegSettings settings = new JpegSettings(new DecodeSettings(Optional.empty(), 64, SILENCE, open), 0.8f);
        List<JpegFrame> frames = new ArrayList<>();
        try (ChildFrames video = ChildFrames.open(source, settings, DecoderLimits.defaults())) {
            for (var frame = video.next(); frame.isPresent(); frame = video.next()) {
                frames.add(frame.get());
                if (frames.size() == killAfter) {
                    server.destroyForcibly();
                }
            }
        } catch (SourceException e) {
            assertThat(e).hasMessageContaining("rtsp://127.0.0.1");
        }
        return frames;
    }
}
