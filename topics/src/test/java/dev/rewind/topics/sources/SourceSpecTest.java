package dev.rewind.topics.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

final class SourceSpecTest {
    @Test
    void takesEverythingThatHidesNothing() {
        for (String url : List.of(
                "/videos/a@b.mp4",
                "clips/what?key=1.mp4",
                "/dev/video0",
                "rtsp://camera.local:554/stream?channel=1&subtype=0",
                "https://cams.example/@door/live.m3u8",
                "kafka:clips")) {
            assertThat(SourceSpec.of(url).url()).isEqualTo(url);
        }
    }

    @Test
    void refusesPasswordsWithoutRepeatingThem() {
        for (String url : List.of(
                "rtsp://admin:s3cret@camera/1",
                "RTSPS://s3cret@camera/1",
                "https:/admin:s3cret@camera/1",
                "https://camera/1?channel=1&Access_Token=s3cret",
                "https://camera/1?apikey=s3cret",
                "srt://camera:9000?passphrase=s3cret",
                "https://camera/1?sig=s3cret")) {
            assertThatThrownBy(() -> SourceSpec.of(url))
                    .as(url)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("must not lie on a topic", "--credentials")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void refusesWhatNoWorkerCouldOpen() {
        assertThatThrownBy(() -> SourceSpec.of(" ")).hasMessageContaining("needs a url");
        assertThatThrownBy(() -> SourceSpec.of("-")).hasMessageContaining("standard input");
    }

    @Test
    void refusesSettingsOutOfTheirRange() {
        assertThat(refusedSettings("\"periodMillis\": 0")).contains("'periodMillis' must be 1 to 10000, but was 0");
        assertThat(refusedSettings("\"shortSide\": 33")).contains("'shortSide' must be even");
        assertThat(refusedSettings("\"framesPerRecord\": 65")).contains("'framesPerRecord' must be 1 to 64");
        assertThat(refusedSettings("\"jpegQuality\": \"NaN\"")).contains("'jpegQuality' must be 0 to 1");
        assertThat(refusedSettings("\"whenBehind\": \"drop\"")).contains("'whenBehind' must be drop-oldest");
        assertThat(refusedSettings("\"rtspTransport\": \"http\"")).contains("'rtspTransport' must be tcp or udp");
        assertThat(refusedSettings("\"pictureRate\": 0")).contains("'pictureRate' must be above 0");
        assertThat(refusedSettings("\"watch\": true, \"loop\": true")).contains("take 'loop' away");
    }

    @Test
    void readsTheLeastThatAProducerMayWrite() {
        SourceRecord record = read("door", "{\"url\":\"a.mp4\"}").orElseThrow();

        assertThat(record.spec()).contains(SourceSpec.of("a.mp4"));
        assertThat(read("door", "{\"url\":\"a.mp4\",\"settings\":{\"loop\":true}}")
                        .flatMap(SourceRecord::spec)
                        .orElseThrow()
                        .settings()
                        .loop())
                .isTrue();
        assertThat(SourceRecord.read(record("door", null))).isEmpty();
    }

    @Test
    void saysWhatIsNoSource() {
        assertThat(refusal("a/b", "{\"url\":\"a.mp4\"}")).contains("a stream's id", "'a/b'");
        assertThat(refusal("door", "{}")).contains("url");
        assertThat(refusal("door", "null")).contains("the JSON null");
        assertThat(refusal("door", "{\"url\":\"a.mp4\",\"settings\":{\"shortSide\":33}}"))
                .startsWith("the setting 'shortSide'");
        assertThat(refusal("door", "[" + " ".repeat(1 << 17) + "]")).contains("131074 bytes");
    }

    private static String refusedSettings(String settings) {
        return refusal("door", "{\"url\":\"a.mp4\",\"settings\":{" + settings + "}}");
    }

    private static String refusal(String stream, String json) {
        return read(stream, json).flatMap(SourceRecord::refusal).orElseThrow();
    }

    private static Optional<SourceRecord> read(String stream, String json) {
        return SourceRecord.read(record(stream, json.getBytes(StandardCharsets.UTF_8)));
    }

    private static ConsumerRecord<String, byte[]> record(String stream, byte[] value) {
        return new ConsumerRecord<>("sources", 0, 0, stream, value);
    }
}
