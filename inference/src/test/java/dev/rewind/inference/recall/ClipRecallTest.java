package dev.rewind.inference.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.inference.clips.Frame;
import dev.rewind.inference.clips.Jpegs;
import dev.rewind.model.ClipSpec;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.FramePlaces;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClipRecallTest {
    private static final ClipSpec SPEC = new ClipSpec(4, 8, 8, Duration.ofMillis(200), ClipSpec.Sampling.PERIOD);
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration PERIOD = Duration.ofMillis(100);

    private final Map<Long, ConsumerRecord<byte[], byte[]>> frames = new HashMap<>();
    private final ClipRecall recall = new ClipRecall((partition, offsets) -> {
        Map<Long, ConsumerRecord<byte[], byte[]>> found = new HashMap<>(frames);
        found.keySet().retainAll(offsets);
        return found;
    });

    @BeforeEach
    void sendFramesOfTwoStreams() {
        send(7, "door", 0, 10, 20, 30);
        send(8, "yard", 0, 200, 200, 200);
        send(9, "door", 3, 40, 50, 60);
    }

    @Test
    void bringsBackTheFramesThatALabelNamesAndNoOthers() {
        RecalledClip clip = recall.clip(label("7:0-2/2 9:1", 0, 4), SPEC);

        assertThat(clip.clip().frames()).extracting(ClipRecallTest::brightness).containsExactly(10, 30, 50);
        assertThat(clip.jpegs()).containsExactly(Jpegs.grey(10), Jpegs.grey(30), Jpegs.grey(50));
        assertThat(clip.clip().pixels(SPEC)).hasSize(SPEC.bytes()).endsWith((byte) 50);
    }

    @Test
    void saysThatFramesHaveExpired() {
        frames.remove(7L);

        assertThatThrownBy(() -> recall.clip(label("7:0-2 9:0", 0, 3), SPEC))
                .isInstanceOf(RecallException.class)
                .hasMessageContainingAll("7:0-2 9:0", "no record at 7", "retention.ms");
    }

    @Test
    void takesNoOtherFramesForThoseOfTheLabel() {
        refuses(label("8:0-2", 0, 2), "it is of the stream 'yard'");
        refuses(label("9:0-3", 3, 6), "it has no frame 3");
        refuses(label("7:0-2", 1, 3), "captured at 2026-11-22T12:00:00Z to 2026-11-22T12:00:00.200Z");
        send(7, "door", 0, new byte[] {1, 2, 3});
        refuses(label("7:0-2", 0, 2), "it cannot be read: frame 0 is no JPEG");
    }

    @Test
    void saysThatALabelOfAnOlderInferenceDoesNotNameItsFrames() {
        Label named = label("7:0-2", 0, 2);
        Label older = new Label(
                named.stream(),
                named.from(),
                named.to(),
                named.top(),
                named.model(),
                new Label.Lineage(0, 7, 7, 3),
                named.latency());

        assertThatThrownBy(() -> recall.clip(older, SPEC))
                .isInstanceOf(RecallException.class)
                .hasMessageContainingAll("'door'", "older inference");
    }

    private void refuses(Label label, String reason) {
        assertThatThrownBy(() -> recall.clip(label, SPEC))
                .isInstanceOf(RecallException.class)
                .hasMessageContainingAll(reason, "is not the one that the label");
    }

    private static Label label(String places, int first, int last) {
        FramePlaces parsed = FramePlaces.parse(places);
        List<FramePlaces.Place> all = parsed.places();
        return new Label(
                "door",
                START.plus(PERIOD.multipliedBy(first)),
                START.plus(PERIOD.multipliedBy(last)),
                List.of(new Label.Score("waving", 0.75)),
                new Label.Model("v1", "ab"),
                new Label.Lineage(
                        0, all.get(0).offset(), all.get(all.size() - 1).offset(), all.size(), parsed, null),
                null);
    }

    private void send(long offset, String stream, int first, int... brightness) {
        byte[][] jpegs = new byte[brightness.length][];
        for (int i = 0; i < jpegs.length; i++) {
            jpegs[i] = Jpegs.grey(brightness[i]);
        }
        send(offset, stream, first, Jpegs.joined(jpegs));
    }

    private void send(long offset, String stream, int first, byte[] value) {
        byte[] key = stream.getBytes(StandardCharsets.UTF_8);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(Topic.FRAMES.topicName(), 0, offset, key, value);
        new FrameHeaders(
                        FrameHeaders.MOTION_JPEG,
                        "test",
                        0,
                        first,
                        START.plus(PERIOD.multipliedBy(first)),
                        Optional.of(PERIOD))
                .writeTo(stream, record.headers());
        frames.put(offset, record);
    }

    private static int brightness(Frame frame) {
        return frame.rgb()[0] & 0xFF;
    }
}
