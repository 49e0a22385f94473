package dev.rewind.ingest.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.ingest.IngestSettings;
import dev.rewind.ingest.WhenBehind;
import dev.rewind.ingest.child.DecodeMode;
import dev.rewind.ingest.child.DecoderLimits;
import dev.rewind.ingest.decode.OpenSettings;
import dev.rewind.ingest.decode.RtspTransport;
import dev.rewind.topics.sources.SourceSpec;
import dev.rewind.topics.sources.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamPlanTest {
    /** Nothing of it is as by default. */
    private static final IngestSettings WORKER = new IngestSettings(
            Duration.ofMillis(200),
            256,
            8,
            0.5f,
            true,
            true,
            DecodeMode.INLINE,
            WhenBehind.WAIT,
            OpenSettings.defaults().below(List.of(Path.of("/videos"))),
            new DecoderLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), 1 << 20, Duration.ofSeconds(1), 1 << 20));

    private static IngestSettings settings(StreamSettings own) {
        return StreamPlan.of("door", new SourceSpec("a.mp4", false, own), WORKER, SourceCredentials.none())
                .settings();
    }

    @Test
    void leavesToTheWorkerWhatTheSourceDoesNotSay() {
        assertThat(settings(StreamSettings.none())).isEqualTo(WORKER);
    }

    @Test
    void putsWhatTheSourceSaysOnTop() {
        StreamSettings own = FleetScene.settings("{\"periodMillis\": 100, \"shortSide\": 64, \"framesPerRecord\": 1,"
                + " \"jpegQuality\": 1, \"fast\": true, \"loop\": false, \"whenBehind\": \"drop-newest\","
                + " \"rtspTransport\": \"udp\", \"pictureRate\": 5}");

        assertThat(settings(own))
                .isEqualTo(new IngestSettings(
                        Duration.ofMillis(100),
                        64,
                        1,
                        1f,
                        false,
                        false,
                        WORKER.decode(),
                        WhenBehind.DROP_NEWEST,
                        WORKER.open().carried(RtspTransport.UDP, 5),
                        WORKER.decoder()));
    }

    @Test
    void watchesWhatFilesCanComeTo() {
        assertThat(plan("clips/*.mp4", "{\"watch\": true}").source().isWatched())
                .isTrue();
        assertThat(plan("clips/*.mp4", "{}").source().isWatched()).isFalse();
        assertThatThrownBy(() -> plan("rtsp://camera/1", "{\"watch\": true}"))
                .hasMessageContainingAll("rtsp://camera/1", "'watch'");
    }

    private static StreamPlan plan(String url, String settings) {
        SourceSpec spec = new SourceSpec(url, false, FleetScene.settings(settings));
        return StreamPlan.of("door", spec, WORKER, SourceCredentials.none());
    }
}
