package dev.rewind.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.ingest.child.ChildFrames;
import dev.rewind.ingest.child.DecoderLimits;
import dev.rewind.ingest.decode.DecodeSettings;
import dev.rewind.ingest.decode.JpegFrame;
import dev.rewind.ingest.decode.JpegSettings;
import dev.rewind.ingest.decode.SourceException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cameras that are ffmpeg itself, serving its own protocols. */
@Timeout(60)
class LiveAddressesTest {
    private static final int FRAMES = 20;
    private static final int ATTEMPTS = 5;

    /** Tries again for as long as the camera is not there yet. */
    private static List<JpegFrame> watch(String url) {
        for (int attempt = 1; ; attempt++) {
            try {
                return watchOnce(url);
            } catch (SourceException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static List<JpegFrame> watchOnce(String url) {
        JpegSettings settings = new JpegSettings(DecodeSettings.everyFrame(), 0.8f);
        List<JpegFrame> frames = new ArrayList<>();
        try (ChildFrames video = ChildFrames.open(url, settings, DecoderLimits.defaults())) {
            while (frames.size() < FRAMES) {
                frames.add(video.next().orElseThrow());
            }
        }
        return frames;
    }

    @Test
    void playsRtmp() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String url = "rtmp://127.0.0.1:" + port + "/live/door";
        try (Broadcast camera = Broadcast.of(url, "flv", "listen", "1")) {
            assertThat(watch(url)).hasSize(FRAMES);
        }
    }

    @Test
    void playsSrt() throws IOException {
        int port;
        try (DatagramSocket free = new DatagramSocket()) {
            port = free.getLocalPort();
        }
        try (Broadcast camera =
                Broadcast.of("srt://127.0.0.1:" + port + "?mode=listener", "mpegts", "mode", "listener")) {
            assertThat(watch("srt://127.0.0.1:" + port)).hasSize(FRAMES);
        }
    }
}
