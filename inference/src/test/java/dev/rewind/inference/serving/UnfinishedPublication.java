package dev.rewind.inference.serving;

import dev.rewind.model.ModelFolder;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelRecord.State;
import dev.rewind.topics.models.Standing;
import dev.rewind.topics.models.WeightsPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A trainer that dies between its last write and its commit. */
final class UnfinishedPublication implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;

    UnfinishedPublication(KafkaConnection connection) {
        Map<String, Object> settings = connection.clientSettings();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "dying-trainer");
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
    }

    /** Everything is on the log, live, but for the commit. */
    void write(ModelFolder folder) {
        String version = folder.manifest().version();
        try (var json = JsonSerde.of(ModelRecord.class).serializer()) {
            byte[] weights = Files.readAllBytes(folder.weightsFile());
            var chunk = producer.send(
                    new ProducerRecord<>(Topic.MODEL_WEIGHTS.topicName(), 0, utf8(version + "/0"), weights));
            ModelRecord record = RealModels.record(
                            folder, version, new WeightsPlace(folder.manifest().sha256(), weights.length, 1, 0, 0))
                    .with(new Standing(State.LIVE, Instant.now(), "for a test", null, true));
            var manifest = producer.send(new ProducerRecord<>(
                    Topic.MODELS.topicName(), utf8(version), json.serialize(Topic.MODELS.topicName(), record)));
            producer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void abort() {
        producer.abortTransaction();
    }

    @Override
    public void close() {
        producer.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
