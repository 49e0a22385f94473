package dev.rewind.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.inference.clips.FrameRef;
import dev.rewind.inference.clips.StreamState;
import dev.rewind.inference.smoothing.StreamScores;
import dev.rewind.topics.ActionEvent;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.FramePlaces;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Label;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

/** What older versions wrote, read by this one. */
class OlderRecordsTest {
    private static final Duration PERIOD = BrightnessModel.CLIP.period();
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");
    private static final int PARTITION = 2;

    private final OlderBytes first = new OlderBytes("1");
    private final OlderBytes second = new OlderBytes("2");

    @Test
    void shouldReadTheLabelsOfTheFirstVersion() {
        try (JsonSerde<Label> json = JsonSerde.of(Label.class)) {
            List<Label> labels = first.entries("labels").stream()
                    .map(entry -> json.deserializer().deserialize("labels", entry.json()))
                    .toList();

            assertThat(labels.stream().map(Label::stream)).containsExactly("door", "door");
            Label label = labels.get(0);
            assertThat(label.from()).isEqualTo(at(0));
            assertThat(label.to()).isEqualTo(at(3));
            assertThat(label.top().get(0)).isEqualTo(new Label.Score("dark", 0.518004298210144));
            assertThat(label.model()).isEqualTo(new Label.Model("brightness-1", "0f".repeat(32)));
            assertThat(label.lineage().partition()).isEqualTo(2);
            assertThat(label.lineage().lastOffset()).isEqualTo(1);
            assertThat(label.lineage().frames()).isEqualTo(4);
            assertThat(label.latency().queued()).isEqualTo(1);
        }
    }

    @Test
    void shouldReadTheFramesOfTheFirstVersion() {
        FrameHeaders headers = FrameHeaders.read(first.frameHeaders(1), 0);

        assertThat(headers.contentType()).isEqualTo(FrameHeaders.MOTION_JPEG);
        assertThat(headers.source()).isEqualTo("rtsp://camera.local/door");
        assertThat(headers.epoch()).isEqualTo(3);
        assertThat(headers.sequence()).isEqualTo(3);
        assertThat(headers.captured()).isEqualTo(at(3));
        assertThat(headers.period()).contains(PERIOD);
    }

    @Test
    void shouldReadTheStoresOfTheSecondVersion() {
        assertThat(newest("pending", StoredClip.class))
                .isEqualTo(new StoredClip(
                        "door",
                        List.of(frame(3, 0, 9), frame(3, 1, 10), frame(3, 2, 11), frame(4, 0, 12)),
                        new Label.Cut(4, 3, null),
                        3L));
        assertThat(newest("streams", StreamState.class))
                .isEqualTo(new StreamState(
                        3,
                        1368471680,
                        0,
                        14,
                        micros(0),
                        micros(13),
                        micros(14),
                        100_000,
                        true,
                        0,
                        List.of(frame(4, 0, 12), frame(4, 1, 13)),
                        1795356458089L));
        StreamScores scores = newest("scores", StreamScores.class);
        assertThat(scores.epoch()).isEqualTo(3);
        assertThat(scores.at()).isEqualTo(micros(6));
        assertThat(scores.scores()).hasSize(4).containsEntry("black", 0.8477796311334345);
        assertThat(scores.since()).isEqualTo(Map.of("black", micros(3)));
        assertThat(scores.lineage().lastOffset()).isEqualTo(2);
    }

    @Test
    void shouldReadTheLabelsAndEventsOfTheSecondVersion() {
        try (Deserializer<Label> labels = JsonSerde.of(Label.class).deserializer();
                Deserializer<ActionEvent> events =
                        JsonSerde.of(ActionEvent.class).deserializer()) {
            Label label =
                    labels.deserialize("labels", second.entries("labels").get(0).json());
            ActionEvent event =
                    events.deserialize("events", second.entries("events").get(0).json());

            assertThat(label.from()).isEqualTo(at(0));
            assertThat(label.to()).isEqualTo(at(3));
            assertThat(label.top().get(0)).isEqualTo(new Label.Score("black", 0.8658843040466309));
            assertThat(label.smoothed()).isEqualTo(label.top());
            Label.Compute compute = new Label.Compute("cpu", "fast", "fp32");
            assertThat(label.model()).isEqualTo(new Label.Model("brightness-1", "0f".repeat(32), compute));
            Label.Cut cut = new Label.Cut(4, 3, null);
            assertThat(label.lineage())
                    .isEqualTo(new Label.Lineage(PARTITION, 0, 1, 4, FramePlaces.parse("0:0-2 1:0"), cut));
            assertThat(label.latency())
                    .isEqualTo(new Label.Latency(12L, 218L, 22752085743L, 0L, 1, 11, 58L, 22752086043L));
            assertThat(event)
                    .isEqualTo(new ActionEvent(
                            "door",
                            "black",
                            ActionEvent.Kind.START,
                            at(3),
                            0.8658843040466309,
                            null,
                            null,
                            label.model(),
                            label.lineage()));
        }
    }

    @Test
    void shouldReadTheFramesOfTheSecondVersion() {
        FrameHeaders headers = FrameHeaders.read(second.frameHeaders(1), 0);

        assertThat(headers.sequence()).isEqualTo(3);
        assertThat(headers.captured()).isEqualTo(at(3));
        assertThat(headers.decoded()).contains(at(3).plusMillis(12));
        assertThat(headers.produced()).contains(at(3).plusMillis(230));
    }

    private <T> T newest(String store, Class<T> type) {
        List<OlderBytes.Entry> entries = second.entries(store);
        try (Deserializer<T> json = JsonSerde.of(type).deserializer()) {
            return json.deserialize(store, entries.get(entries.size() - 1).json());
        }
    }

    private static FrameRef frame(long offset, int index, int number) {
        return new FrameRef(offset, index, micros(number));
    }

    private static long micros(int frame) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at(frame));
    }

    private static Instant at(int frame) {
        return START.plus(PERIOD.multipliedBy(frame));
    }
}
