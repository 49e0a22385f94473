package dev.rewind.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.inference.clips.Jpegs;
import dev.rewind.inference.serving.FunctionModel;
import dev.rewind.inference.serving.ModelServer;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** This version's inference on a broker that an older one worked on. */
@Timeout(180)
class OlderStateTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PERIOD = BrightnessModel.CLIP.period();
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");
    private static final byte[] DOOR = "door".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private final OlderBytes older = new OlderBytes("1");

    /** Seven frames had come; two clips were cut and not labelled yet, and a third lacked its last frame. */
    @Test
    void shouldGoOnFromTheStateThatTheFirstVersionLeft() throws Exception {
        try (EmbeddedBroker broker =
                EmbeddedBroker.start(new EmbeddedBroker.Settings(directory.resolve("broker"), 0))) {
            TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
            int partition = leaveBehind(broker);
            try (InferenceService service = service(broker)) {
                service.start();
                service.awaitRunning(PATIENCE);
                Headers headers = new RecordHeaders();
                new FrameHeaders(FrameHeaders.JPEG, "rtsp://camera.local/door", 3, 7, at(7), Optional.of(PERIOD))
                        .writeTo("door", headers);
                send(broker, new ProducerRecord<>("frames", partition, DOOR, Jpegs.grey(210), headers));

                List<Label> labels = labels(broker, 3);

                assertThat(labels.stream().map(Label::from)).containsExactly(at(0), at(2), at(4));
                assertThat(labels.stream().map(Label::to)).containsExactly(at(3), at(5), at(7));
                assertThat(labels.stream().map(label -> label.top().get(0).label()))
                        .containsExactly("dark", "dark", "bright");
                assertThat(labels.get(2).lineage().firstOffset()).isEqualTo(1);
                assertThat(labels.get(2).lineage().lastOffset()).isEqualTo(3);
            }
        }
    }

    @Test
    void shouldReadTheLabelsOfTheFirstVersion() {
        try (JsonSerde<Label> json = JsonSerde.of(Label.class)) {
            List<Label> labels = older.entries("labels").stream()
                    .map(entry -> json.deserializer().deserialize("labels", entry.json()))
                    .toList();

            assertThat(labels.stream().map(Label::stream)).containsExactly("door", "door");
            Label first = labels.get(0);
            assertThat(first.from()).isEqualTo(at(0));
            assertThat(first.to()).isEqualTo(at(3));
            assertThat(first.top().get(0)).isEqualTo(new Label.Score("dark", 0.518004298210144));
            assertThat(first.model()).isEqualTo(new Label.Model("brightness-1", "0f".repeat(32)));
            assertThat(first.lineage().partition()).isEqualTo(2);
            assertThat(first.lineage().lastOffset()).isEqualTo(1);
            assertThat(first.lineage().frames()).isEqualTo(4);
            assertThat(first.latency().queued()).isEqualTo(1);
        }
    }

    @Test
    void shouldReadTheFramesOfTheFirstVersion() {
        FrameHeaders headers = FrameHeaders.read(older.frameHeaders(1), 0);

        assertThat(headers.contentType()).isEqualTo(FrameHeaders.MOTION_JPEG);
        assertThat(headers.source()).isEqualTo("rtsp://camera.local/door");
        assertThat(headers.epoch()).isEqualTo(3);
        assertThat(headers.sequence()).isEqualTo(3);
        assertThat(headers.captured()).isEqualTo(at(3));
        assertThat(headers.period()).contains(PERIOD);
    }

    /** Puts the older version's records, stores and offsets on the broker, and returns the stream's partition. */
    private int leaveBehind(EmbeddedBroker broker) throws Exception {
        int partition = 2;
        try (Admin admin = Admin.create(broker.connection().clientSettings())) {
            int partitions = TopicSetup.Layout.embedded().partitions();
            Map<String, String> compacted = Map.of("cleanup.policy", "compact");
            admin.createTopics(List.of(
                            new NewTopic("test-streams-changelog", partitions, (short) 1).configs(compacted),
                            new NewTopic("test-pending-changelog", partitions, (short) 1).configs(compacted)))
                    .all()
                    .get();
            for (int record = 0; record < 3; record++) {
                send(
                        broker,
                        new ProducerRecord<>(
                                "frames", partition, DOOR, older.frames(record), older.frameHeaders(record)));
            }
            for (String store : List.of("streams", "pending")) {
                for (OlderBytes.Entry entry : older.entries(store)) {
                    send(
                            broker,
                            new ProducerRecord<>("test-" + store + "-changelog", partition, entry.key(), entry.json()));
                }
            }
            admin.alterConsumerGroupOffsets(
                            "test", Map.of(new TopicPartition("frames", partition), new OffsetAndMetadata(3)))
                    .all()
                    .get();
        }
        return partition;
    }

    private InferenceService service(EmbeddedBroker broker) {
        ModelServer models = new ModelServer(
                broker.connection(),
                TestSettings.SERVING,
                new FunctionModel(BrightnessModel.MANIFEST, BrightnessModel::probabilities),
                record -> {
                    throw new IllegalStateException("another test's model");
                });
        return new InferenceService(broker.connection(), TestSettings.in(directory), models, (label, scores) -> {});
    }

    private static void send(EmbeddedBroker broker, ProducerRecord<byte[], byte[]> record) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                broker.connection().clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }

    private static List<Label> labels(EmbeddedBroker broker, int count) {
        List<Label> found = new ArrayList<>();
        var committed = broker.connection().with(Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"));
        try (Deserializer<Label> json = JsonSerde.of(Label.class).deserializer();
                KafkaConsumer<String, Label> consumer =
                        new KafkaConsumer<>(committed.readerSettings(), new StringDeserializer(), json)) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.LABELS.topicName()).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (found.size() < count) {
                assertThat(System.nanoTime())
                        .as("%d of %d labels", found.size(), count)
                        .isLessThan(deadline);
                for (ConsumerRecord<String, Label> record : consumer.poll(Duration.ofMillis(100))) {
                    found.add(record.value());
                }
            }
        }
        return found;
    }

    private static Instant at(int frame) {
        return START.plus(PERIOD.multipliedBy(frame));
    }
}
