package dev.rewind.training.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.ActionModel;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelLoadException;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.engine.Torch;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.LabelledClipHeaders;
import dev.rewind.topics.LabelledClipHeaders.Origin;
import dev.rewind.topics.Progress;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelWeights;
import dev.rewind.training.BlobVideo;
import dev.rewind.training.ModelTraining;
import dev.rewind.training.clips.ClipManifest;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.RecordedClips;
import dev.rewind.training.evaluate.Evaluation;
import dev.rewind.training.evaluate.Evaluator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker. */
@Timeout(180)
class TrainingServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final double HELD_OUT = 0.3;
    private static final int CLIPS = 64;

    @TempDir
    private static Path shared;

    private static EmbeddedBroker broker;
    private static Path parent;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startBrokerAndTrainParent() {
        Torch.useThreads(1);
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(shared.resolve("broker"), 0));
        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
        parent = shared.resolve("parent");
        new ModelTraining("tiny", BlobVideo.NETWORK, BlobVideo.CLIP, BlobVideo.settings(1), Optional.empty())
                .run(BlobVideo.clips(shared, 16, 900), "parent-1", parent, progress -> {});
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void publishesOneWholeCandidateHoweverOftenItIsStopped() throws IOException {
        sendClips();
        try (TrainingService endless = service(1_000_000)) {
            endless.start();
            awaitProgress(progress -> progress.state() == Progress.State.RUNNING);
            assertThat(endless.isHealthy()).isTrue();
        }
        assertThat(candidates()).isEmpty();
        assertThat(records(Topic.MODEL_WEIGHTS, "read_uncommitted"))
                .noneMatch(record -> record.key().startsWith("tiny-"));

        try (KafkaProducer<String, byte[]> killed = killedWhilePublishing();
                TrainingService service = service(12)) {
            service.start();
            awaitProgress(progress -> progress.state() == Progress.State.DONE);
            assertThat(killed).isNotNull();
            assertThat(service.failure()).isEmpty();
        }
        assertThat(records(Topic.MODEL_WEIGHTS, "read_uncommitted"))
                .anyMatch(record -> record.key().equals("half/0"));
        assertThat(records(Topic.MODEL_WEIGHTS, "read_committed"))
                .noneMatch(record -> record.key().equals("half/0"));
        assertThat(candidates()).hasSize(1);
        assertCandidate(model(candidates().get(0)));

        int letters = records(Topic.DEAD_LETTERS, "read_committed").size();
        try (TrainingService again = service(1_000_000)) {
            again.start();
            awaitProgress(progress -> progress.job().equals("training/next")
                    && progress.detail().startsWith("has 0 of the 10 new clips"));
        }
        assertThat(candidates()).hasSize(1);
        assertDeadLetters(letters);
    }

    @Test
    void saysThatTheParentIsNoModel() {
        assertThatThrownBy(() -> new TrainingService(
                        broker.connection(),
                        TrainingServiceSettings.of(folder, folder, BlobVideo.settings(1)),
                        BlobVideo::read))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(folder.toString());
    }

    private void assertCandidate(ModelRecord model) throws IOException {
        ModelFolder fetched = fetch(model);
        ModelManifest manifest = fetched.manifest();
        assertThat(model.state()).isEqualTo(ModelRecord.State.CANDIDATE);
        assertThat(model.version()).startsWith("tiny-").isEqualTo(manifest.version());
        assertThat(model.parent()).isEqualTo("parent-1");
        assertThat(manifest.classes()).isEqualTo(BlobVideo.CLASSES);
        try (ActionModel candidate = ActionModel.load(fetched.weightsFile().getParent())) {
            RecordedClips held = held();
            Evaluation evaluation =
                    Evaluator.evaluate(candidate, held.size(), index -> held.fixed(index, BlobVideo.CLIP));
            assertThat(model.trial().metrics())
                    .containsEntry("clips", (double) evaluation.clips())
                    .containsEntry("top1", evaluation.top1())
                    .containsEntry("top5", evaluation.top5())
                    .hasSize(3);
            assertThat(evaluation.top1()).isGreaterThan(0.9);
        }
    }

    private void assertDeadLetters(int expected) {
        List<ConsumerRecord<String, byte[]>> letters = records(Topic.DEAD_LETTERS, "read_committed");
        Map<String, String> reasons = new HashMap<>();
        letters.forEach(letter -> reasons.put(
                letter.key(),
                new String(letter.headers().lastHeader("dead-letter-reason").value(), StandardCharsets.UTF_8)));
        assertThat(letters).as("none is told again once a round has seen it").hasSize(expected);
        assertThat(reasons).containsOnlyKeys("garbage", "unlabelled");
        assertThat(reasons.get("garbage")).contains("cannot be decoded", "no blob video");
        assertThat(reasons.get("unlabelled")).contains("header 'label'");
    }

    /** Clips of two classes; one is corrected, one forgotten, one is no video, and one has no label. */
    private static void sendClips() {
        try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
            send(publisher, "clip-0", "right", BlobVideo.bytes("right", 777));
            send(publisher, "forgotten", "left", BlobVideo.bytes("right", 778));
            for (int i = 0; i < CLIPS; i++) {
                send(publisher, "clip-" + i, label(i), BlobVideo.bytes(label(i), i));
            }
            publisher.send(Topic.LABELLED_CLIPS, "forgotten", null, new RecordHeaders());
            send(publisher, "garbage", "left", new byte[] {9, 9, 9});
            publisher.send(Topic.LABELLED_CLIPS, "unlabelled", BlobVideo.bytes("left", 1), new RecordHeaders());
        }
    }

    private static void send(RecordPublisher publisher, String id, String label, byte[] video) {
        RecordHeaders headers = new RecordHeaders();
        new LabelledClipHeaders(label, Origin.PERSON, id).writeTo(headers);
        publisher.send(Topic.LABELLED_CLIPS, id, video, headers);
    }

    private static String label(int clip) {
        return BlobVideo.CLASSES.get(clip % 2);
    }

    /** What a round measures with: worked out from the clips sent, not from the service's store. */
    private RecordedClips held() throws IOException {
        List<StoredClip> all = new ArrayList<>();
        for (int i = 0; i < CLIPS; i++) {
            Path file = Files.write(folder.resolve("clip-" + i), BlobVideo.bytes(label(i), i));
            all.add(new StoredClip(label(i), "clip-" + i, file, Files.size(file), 0, i));
        }
        List<ClipManifest.Entry> entries = HeldOut.split(all, HELD_OUT).held().stream()
                .map(clip ->
                        new ClipManifest.Entry(clip.file(), clip.label(), "held", Optional.empty(), Optional.empty()))
                .toList();
        return RecordedClips.decode(
                entries, BlobVideo.CLASSES, Footage.live(BlobVideo.CLIP), BlobVideo::read, done -> {});
    }

    private TrainingService service(int epochs) {
        TrainingServiceSettings settings = new TrainingServiceSettings(
                parent, folder.resolve("work"), CLIPS, 10, HELD_OUT, 1000, 1 << 20, BlobVideo.settings(epochs));
        return new TrainingService(broker.connection(), settings, BlobVideo::read);
    }

    /** A trainer that died between a chunk and the rest: it holds its transaction open. */
    private static KafkaProducer<String, byte[]> killedWhilePublishing() {
        Map<String, Object> settings = broker.connection().clientSettings();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "rewind-training");
        KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        var unused = producer.send(new ProducerRecord<>(Topic.MODEL_WEIGHTS.topicName(), "half/0", new byte[10]));
        producer.flush();
        return producer;
    }

    private ModelFolder fetch(ModelRecord model) throws IOException {
        ModelFolder fetched = new ModelFolder(Files.createDirectories(folder.resolve("fetched")));
        ModelWeights.download(broker.connection(), model, fetched.weightsFile());
        Files.writeString(fetched.manifestFile(), model.manifest().toString());
        ActionModel.load(folder.resolve("fetched")).close(); // compares the weights with the manifest's SHA-256
        return fetched;
    }

    /** Models that rounds published. */
    private static List<ConsumerRecord<String, byte[]>> candidates() {
        return records(Topic.MODELS, "read_committed").stream()
                .filter(record -> record.key().startsWith("tiny-"))
                .toList();
    }

    private static ModelRecord model(ConsumerRecord<String, byte[]> record) {
        return JsonSerde.of(ModelRecord.class).deserializer().deserialize(record.topic(), record.value());
    }

    private static void awaitProgress(Predicate<Progress> wanted) {
        Instant deadline = Instant.now().plus(PATIENCE);
        List<Progress> seen = List.of();
        while (Instant.now().isBefore(deadline)) {
            seen = records(Topic.PROGRESS, "read_committed").stream()
                    .map(record ->
                            JsonSerde.of(Progress.class).deserializer().deserialize(record.topic(), record.value()))
                    .toList();
            if (seen.stream().anyMatch(wanted)) {
                return;
            }
        }
        assertThat(seen).as("progress within %s", PATIENCE).anyMatch(wanted);
    }

    /** All that lies on a topic now. */
    private static List<ConsumerRecord<String, byte[]>> records(Topic topic, String isolation) {
        KafkaConnection connection = broker.connection();
        Map<String, Object> settings = connection.clientSettings();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(partition -> new TopicPartition(topic.topicName(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
        }
        return found;
    }
}
