package dev.rewind.training.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.ModelRecord;
import dev.rewind.topics.Topic;
import dev.rewind.training.evaluate.Evaluation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes candidates: weights, then manifest, and which clips they have seen, in one transaction. A reader of committed
 * records sees all of a model or nothing of it, and no kill lets a round be forgotten or counted twice.
 */
final class CandidatePublisher implements AutoCloseable {
    /** Below every default limit of 1 MiB. */
    private static final int CHUNK_BYTES = 900_000;

    private static final int TRANSACTION_MILLIS = 300_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Producer<byte[], byte[]> producer;
    private final int chunkBytes;

    /** Opens the publisher; what another one left unfinished is undone, and that one can publish no more. */
    CandidatePublisher(KafkaConnection connection) {
        this(connection, CHUNK_BYTES);
    }

    CandidatePublisher(KafkaConnection connection, int chunkBytes) {
        this.chunkBytes = chunkBytes;
        Map<String, Object> settings = connection.clientSettings();
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "training-models");
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "rewind-training");
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close();
            throw e;
        }
    }

    /**
     * Publishes the model of a folder.
     *
     * @param seen offsets behind the clips that it has seen
     * @param group whose offsets these are
     * @throws TrainingServiceException if it was not published; then nothing of it was
     */
    void publish(
            Path folder,
            Evaluation evaluation,
            Map<TopicPartition, OffsetAndMetadata> seen,
            ConsumerGroupMetadata group) {
        String version = evaluation.model();
        try {
            producer.beginTransaction();
            int chunks = sendWeights(version, new ModelFolder(folder).weightsFile());
            send(Topic.MODELS, version, record(folder, evaluation, chunks));
            producer.sendOffsetsToTransaction(seen, group);
            producer.commitTransaction(); // fails if any send did
        } catch (KafkaException | IOException e) {
            abort(e);
            throw new TrainingServiceException(
                    "the model " + version + " was not published: " + e.getMessage()
                            + "; look at the broker's log and whether another training service runs, then start again",
                    e);
        }
    }

    private int sendWeights(String version, Path file) throws IOException {
        int chunks = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (byte[] chunk = in.readNBytes(chunkBytes); chunk.length > 0; chunk = in.readNBytes(chunkBytes)) {
                send(Topic.MODEL_WEIGHTS, version + "/" + chunks, chunk);
                chunks++;
            }
        }
        return chunks;
    }

    private static byte[] record(Path folder, Evaluation evaluation, int chunks) throws IOException {
        ModelFolder model = new ModelFolder(folder);
        ModelManifest manifest = model.manifest();
        JsonNode file = JSON.readTree(model.manifestFile().toFile());
        ModelRecord candidate = new ModelRecord(
                manifest.version(),
                ModelRecord.State.CANDIDATE,
                manifest.sha256(),
                chunks,
                manifest.parent(),
                Map.of(
                        "top1", evaluation.top1(),
                        "top5", evaluation.top5(),
                        "clips", (double) evaluation.clips()),
                file);
        try (var serializer = JsonSerde.of(ModelRecord.class).serializer()) {
            return serializer.serialize(Topic.MODELS.topicName(), candidate);
        }
    }

    private void send(Topic topic, String key, byte[] value) {
        var unused =
                producer.send(new ProducerRecord<>(topic.topicName(), key.getBytes(StandardCharsets.UTF_8), value));
    }

    /** Undoes what was sent, at once where the broker answers and by its time limit where not. */
    private void abort(Exception reason) {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
