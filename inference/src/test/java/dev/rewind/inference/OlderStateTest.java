package dev.rewind.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.inference.clips.ClipRules;
import dev.rewind.inference.clips.ClipSettings;
import dev.rewind.inference.clips.Jpegs;
import dev.rewind.inference.serving.FunctionModel;
import dev.rewind.inference.serving.ModelServer;
import dev.rewind.inference.smoothing.SmoothingSettings;
import dev.rewind.topics.ActionEvent;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicScan;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** This version's inference on a broker that an older one worked on. */
@Timeout(180)
class OlderStateTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PERIOD = BrightnessModel.CLIP.period();
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");
    private static final int PARTITION = 2;
    private static final byte[] DOOR = "door".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private final OlderBytes first = new OlderBytes("1");
    private final OlderBytes second = new OlderBytes("2");

    /** Seven frames had come; two clips were cut and not labelled yet, and a third lacked its last frame. */
    @Test
    void shouldGoOnFromTheStateThatTheFirstVersionLeft() throws Exception {
        try (EmbeddedBroker broker =
                EmbeddedBroker.start(new EmbeddedBroker.Settings(directory.resolve("broker"), 0))) {
            TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
            first.leaveOn(broker, "test", PARTITION);
            try (InferenceService service = service(broker, TestSettings.in(directory))) {
                service.start();
                service.awaitRunning(PATIENCE);
                Headers headers = new RecordHeaders();
                new FrameHeaders(FrameHeaders.JPEG, "rtsp://camera.local/door", 3, 7, at(7), Optional.of(PERIOD))
                        .writeTo("door", headers);
                send(broker, new ProducerRecord<>("frames", PARTITION, DOOR, Jpegs.grey(210), headers));

                List<Label> labels = committed(broker, Topic.LABELS, Label.class, 3);

                assertThat(labels.stream().map(Label::from)).containsExactly(at(0), at(2), at(4));
                assertThat(labels.stream().map(Label::to)).containsExactly(at(3), at(5), at(7));
                assertThat(labels.stream().map(label -> label.top().get(0).label()))
                        .containsExactly("dark", "dark", "bright");
                assertThat(labels.get(2).lineage().firstOffset()).isEqualTo(1);
                assertThat(labels.get(2).lineage().lastOffset()).isEqualTo(3);
            }
        }
    }

    /**
     * Fourteen frames had come, for clips that begin every three; two had their labels, and an action had begun; two were
     * cut and not labelled yet, and a fifth lacked its last two frames.
     */
    @Test
    void shouldGoOnFromTheStateThatTheSecondVersionLeft() throws Exception {
        try (EmbeddedBroker broker =
                EmbeddedBroker.start(new EmbeddedBroker.Settings(directory.resolve("broker"), 0))) {
            TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
            second.leaveOn(broker, "test", PARTITION);
            InferenceSettings settings = TestSettings.smoothing(
                    Optional.of(SmoothingSettings.over(PERIOD.multipliedBy(2))),
                    ClipRules.forAll(ClipSettings.withStride(3)),
                    Duration.ofHours(1),
                    directory);
            try (InferenceService service = service(broker, settings)) {
                service.start();
                service.awaitRunning(PATIENCE);
                Headers headers = new RecordHeaders();
                new FrameHeaders(
                                FrameHeaders.MOTION_JPEG,
                                "rtsp://camera.local/door",
                                3,
                                14,
                                at(14),
                                Optional.of(PERIOD))
                        .writeTo("door", headers);
                byte[] bright = Jpegs.joined(Jpegs.grey(210), Jpegs.grey(210));
                send(broker, new ProducerRecord<>("frames", PARTITION, DOOR, bright, headers));

                List<Label> labels = committed(broker, Topic.LABELS, Label.class, 3);

                assertThat(labels).extracting(Label::from).containsExactly(at(6), at(9), at(12));
                assertThat(labels).extracting(Label::to).containsExactly(at(9), at(12), at(15));
                assertThat(labels)
                        .extracting(label -> label.top().get(0).label())
                        .containsExactly("black", "black", "dark");
                assertThat(labels)
                        .extracting(label -> label.lineage().places().text())
                        .containsExactly("2:0-2 3:0", "3:0-2 4:0", "4-5:0-1");
                assertThat(labels).extracting(label -> label.lineage().cut()).containsOnly(new Label.Cut(4, 3, null));
                List<ActionEvent> events = committed(broker, Topic.EVENTS, ActionEvent.class, 1);
                assertThat(events).singleElement().satisfies(event -> {
                    assertThat(event.kind()).isEqualTo(ActionEvent.Kind.END);
                    assertThat(event.action()).isEqualTo("black");
                    assertThat(event.since())
                            .as("as the second version had told")
                            .isEqualTo(at(3));
                    assertThat(event.at()).isEqualTo(at(15));
                });
            }
        }
    }

    private static InferenceService service(EmbeddedBroker broker, InferenceSettings settings) {
        ModelServer models = new ModelServer(
                broker.connection(),
                TestSettings.SERVING,
                new FunctionModel(BrightnessModel.MANIFEST, BrightnessModel::probabilities),
                record -> {
                    throw new IllegalStateException("another test's model");
                });
        return new InferenceService(broker.connection(), settings, models, (label, scores) -> {});
    }

    private static void send(EmbeddedBroker broker, ProducerRecord<byte[], byte[]> record) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                broker.connection().clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }

    private static <T> List<T> committed(EmbeddedBroker broker, Topic topic, Class<T> type, int count) {
        List<T> found = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Deserializer<T> json = JsonSerde.of(type).deserializer()) {
            while (found.size() < count) {
                assertThat(System.nanoTime())
                        .as("%d of %d on %s", found.size(), count, topic)
                        .isLessThan(deadline);
                found.clear();
                try (TopicScan scan = new TopicScan(broker.connection(), topic.topicName())) {
                    scan.read(record -> found.add(json.deserialize(topic.topicName(), record.value())));
                }
            }
        }
        return found;
    }

    private static Instant at(int frame) {
        return START.plus(PERIOD.multipliedBy(frame));
    }
}
