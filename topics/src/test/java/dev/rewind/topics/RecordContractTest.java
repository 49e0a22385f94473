package dev.rewind.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.topics.sources.SourceSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RecordContractTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.040Z");

    @Test
    void shouldReadTheFrameHeadersItWrote() {
        FrameHeaders written = new FrameHeaders(
                FrameHeaders.MOTION_JPEG,
                "rtsp://door/1",
                3,
                160,
                NOON,
                Optional.of(Duration.ofNanos(66_667_000)),
                Optional.of(NOON.plusMillis(12)),
                Optional.of(NOON.plusMillis(480)));
        Headers headers = new RecordHeaders();
        written.writeTo("door", headers);

        assertThat(FrameHeaders.read(headers, 0)).isEqualTo(written);
        assertThat(FrameHeaders.text(headers, "ce_id")).contains("door/3/160");
        assertThat(FrameHeaders.text(headers, "ce_subject")).contains("door");
    }

    @Test
    void shouldTakeARecordWithoutHeadersForOneJpeg() {
        assertThat(FrameHeaders.read(new RecordHeaders(), NOON.toEpochMilli()))
                .isEqualTo(new FrameHeaders(FrameHeaders.JPEG, "unknown", 0, 0, NOON, Optional.empty()));
    }

    @Test
    void saysWhichFrameHeaderIsWrong() {
        for (String[] wrong : new String[][] {
            {"ce_epoch", "first"}, {"ce_time", "noon"}, {"ce_sequence", "-1"}, {"ce_producedtime", "late"}
        }) {
            Headers headers = new RecordHeaders().add(wrong[0], wrong[1].getBytes(StandardCharsets.UTF_8));

            assertThatThrownBy(() -> FrameHeaders.read(headers, 0))
                    .isInstanceOf(UnreadableRecordException.class)
                    .hasMessageContaining(wrong[1]);
        }
    }

    @Test
    void refusesFramesOfAVersionNobodyKnowsYet() {
        for (String[] newer : new String[][] {{"ce_specversion", "2.0"}, {"ce_type", "dev.rewind.frames.v2"}}) {
            Headers headers = new RecordHeaders().add(newer[0], newer[1].getBytes(StandardCharsets.UTF_8));

            assertThatThrownBy(() -> FrameHeaders.read(headers, 0))
                    .isInstanceOf(UnreadableRecordException.class)
                    .hasMessageContainingAll(newer[1], "upgrade rewind");
        }
        Headers foreign = new RecordHeaders().add("ce_type", "com.example.snapshot".getBytes(StandardCharsets.UTF_8));
        assertThat(FrameHeaders.read(foreign, 0).contentType()).isEqualTo(FrameHeaders.JPEG);
    }

    @Test
    void shouldNeedOnlyTheLabelOfALabelledClip() {
        Headers headers = new RecordHeaders().add("label", "waving".getBytes(StandardCharsets.UTF_8));

        LabelledClipHeaders read = LabelledClipHeaders.read("clip42", headers);

        assertThat(read).isEqualTo(new LabelledClipHeaders("waving", LabelledClipHeaders.Origin.PRODUCER, "clip42"));
        Headers again = new RecordHeaders();
        read.writeTo(again);
        assertThat(LabelledClipHeaders.read("other", again)).isEqualTo(read);
    }

    @Test
    void saysWhatALabelledClipLacks() {
        assertThatThrownBy(() -> LabelledClipHeaders.read("clip42", new RecordHeaders()))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("'label'");
        Headers model = new RecordHeaders()
                .add("label", "waving".getBytes(StandardCharsets.UTF_8))
                .add("origin", "model".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> LabelledClipHeaders.read("clip42", model))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContainingAll("'clip42'", "'model'", "person or producer");
    }

    @Test
    void shouldWriteALabelForAPersonToRead() {
        byte[] json = JsonSerde.of(Label.class).serializer().serialize("labels", label());

        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo("{\"stream\":\"door\",\"from\":\"2026-11-21T12:00:00.040Z\","
                        + "\"to\":\"2026-11-21T12:00:01.040Z\",\"top\":[{\"label\":\"waving\",\"score\":0.75}],"
                        + "\"model\":{\"version\":\"v1\",\"sha256\":\"ab\","
                        + "\"compute\":{\"device\":\"cpu\",\"kernels\":\"fast\",\"dtype\":\"fp32\"}},"
                        + "\"lineage\":{\"partition\":2,\"firstOffset\":10,\"lastOffset\":13,\"frames\":16,"
                        + "\"places\":\"10-13:0-3\",\"cut\":{\"length\":32,\"stride\":8,\"rate\":5.0}},"
                        + "\"latency\":{\"decoded\":4,\"produced\":5,\"transport\":1,\"assembled\":6,\"queued\":2,"
                        + "\"computed\":3,\"sent\":7,\"total\":28}}");
        assertThat(JsonSerde.of(Label.class).deserializer().deserialize("labels", json))
                .isEqualTo(label());
    }

    @Test
    void shouldReadALabelOfAnOlderInference() {
        String older = "{\"stream\":\"door\",\"from\":\"2026-11-21T12:00:00.040Z\",\"to\":\"2026-11-21T12:00:01.040Z\","
                + "\"top\":[{\"label\":\"waving\",\"score\":0.75}],\"model\":{\"version\":\"v1\",\"sha256\":\"ab\"},"
                + "\"lineage\":{\"partition\":2,\"firstOffset\":10,\"lastOffset\":13,\"frames\":16},"
                + "\"latency\":{\"transport\":1,\"queued\":2,\"computed\":3,\"total\":6}}";

        Label read =
                JsonSerde.of(Label.class).deserializer().deserialize("labels", older.getBytes(StandardCharsets.UTF_8));

        assertThat(read.model()).isEqualTo(new Label.Model("v1", "ab"));
        assertThat(read.lineage()).isEqualTo(new Label.Lineage(2, 10, 13, 16));
        assertThat(read.latency()).isEqualTo(new Label.Latency(1, 2, 3, 6));
        byte[] again = JsonSerde.of(Label.class).serializer().serialize("labels", read);
        assertThat(new String(again, StandardCharsets.UTF_8)).isEqualTo(older);
    }

    @Test
    void shouldWriteAnEventForAPersonToRead() {
        ActionEvent event = new ActionEvent(
                "door",
                "waving",
                ActionEvent.Kind.END,
                NOON.plusSeconds(1),
                0.375,
                NOON,
                ActionEvent.Cause.SCORE,
                new Label.Model("v1", "ab"),
                new Label.Lineage(2, 10, 13, 16));
        byte[] json = JsonSerde.of(ActionEvent.class).serializer().serialize("events", event);

        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo("{\"stream\":\"door\",\"action\":\"waving\",\"kind\":\"end\","
                        + "\"at\":\"2026-11-21T12:00:01.040Z\",\"score\":0.375,"
                        + "\"since\":\"2026-11-21T12:00:00.040Z\",\"cause\":\"score\","
                        + "\"model\":{\"version\":\"v1\",\"sha256\":\"ab\"},"
                        + "\"lineage\":{\"partition\":2,\"firstOffset\":10,\"lastOffset\":13,\"frames\":16}}");
        assertThat(JsonSerde.of(ActionEvent.class).deserializer().deserialize("events", json))
                .isEqualTo(event);
    }

    @Test
    void shouldIgnoreWhatANewerProducerAdds() {
        byte[] json = "{\"url\":\"a.mp4\",\"colour\":\"red\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(JsonSerde.of(SourceSpec.class).deserializer().deserialize("sources", json))
                .isEqualTo(SourceSpec.of("a.mp4"));
    }

    @Test
    void saysWhichTopicHoldsWhatIsNotJson() {
        for (String wrong : List.of("not json", "{\"paused\":true}", "[]", "{\"url\":\"  \"}")) {
            assertThatThrownBy(() -> JsonSerde.of(SourceSpec.class)
                            .deserializer()
                            .deserialize("sources", wrong.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(UnreadableRecordException.class)
                    .hasMessageContainingAll("'sources'", "SourceSpec");
        }
    }

    private static Label label() {
        return new Label(
                "door",
                NOON,
                NOON.plusSeconds(1),
                List.of(new Label.Score("waving", 0.75)),
                new Label.Model("v1", "ab", new Label.Compute("cpu", "fast", "fp32")),
                new Label.Lineage(2, 10, 13, 16, FramePlaces.parse("10-13:0-3"), new Label.Cut(32, 8, 5.0)),
                new Label.Latency(4L, 5L, 1, 6L, 2, 3, 7L, 28));
    }
}
