package dev.rewind.topics.models;

import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes models, each change in one transaction: weights first, then records, and what was read for it. A reader of
 * committed records sees all of a change or nothing of it, and no kill leaves half a model behind. For one thread.
 */
public final class ModelWriter implements AutoCloseable {
    /** Below every default limit of 1 MiB. */
    private static final int CHUNK_BYTES = 900_000;

    private static final int TRANSACTION_MILLIS = 300_000;

    private final Producer<byte[], byte[]> producer;
    private final int chunkBytes;

    /**
     * Opens the writer. What another of that name left unfinished is undone, and that one can write no more.
     *
     * @param name of the writer among all: those who may write at the same time need different ones
     */
    public ModelWriter(KafkaConnection connection, String name) {
        this(connection, name, CHUNK_BYTES);
    }

    /** As the public one, in chunks of other sizes. */
    ModelWriter(KafkaConnection connection, String name, int chunkBytes) {
        this.chunkBytes = chunkBytes;
        Map<String, Object> settings = connection.clientSettings();
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, name);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name);
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
     * What was read to come to a change, which counts as read if the change is written.
     *
     * @param offsets behind what was read
     * @param group whose offsets these are; null where nothing was read
     */
    public record Read(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        /** Of a change that nothing was read for. */
        public static Read nothing() {
            return new Read(Map.of(), null);
        }
    }

    /**
     * Publishes a model's weights and what is said of it.
     *
     * @param version of the model
     * @param sha256 of the weights file
     * @param records the model's own and those that change with it, once it is known where the weights lie
     * @throws ModelUnavailableException if it was not published; then nothing of it was
     */
    public void publish(
            String version, String sha256, Path weights, Function<WeightsPlace, List<ModelRecord>> records, Read read) {
        write("the model " + version + " was not published", read, () -> {
            WeightsPlace place = sendWeights(version, sha256, weights);
            records.apply(place).forEach(this::send);
        });
    }

    /**
     * Writes changes of models that are published.
     *
     * @throws ModelUnavailableException if they were not written; then none was
     */
    public void change(List<ModelRecord> records, Read read) {
        write("the change of " + versions(records) + " was not written", read, () -> records.forEach(this::send));
    }

    /**
     * Forgets a model and its weights.
     *
     * @throws ModelUnavailableException if it was not forgotten; then all of it is still there
     */
    public void remove(ModelRecord model) {
        write("the model " + model.version() + " was not removed", Read.nothing(), () -> {
            for (int i = 0; i < model.weights().chunks(); i++) {
                var unused = sendChunk(model.weights().partition(), model.version(), i, null);
            }
            var unused = producer.send(new ProducerRecord<>(Topic.MODELS.topicName(), utf8(model.version()), null));
        });
    }

    /** What a transaction holds. */
    private interface Contents {
        void send() throws IOException, ExecutionException, InterruptedException;
    }

    private void write(String failed, Read read, Contents contents) {
        try {
            producer.beginTransaction();
            contents.send();
            if (read.group() != null) {
                producer.sendOffsetsToTransaction(read.offsets(), read.group());
            }
            producer.commitTransaction(); // fails if any send did
        } catch (KafkaException | IOException | ExecutionException e) {
            abort(e);
            throw new ModelUnavailableException(
                    failed + ": " + e.getMessage()
                            + "; look at the broker's log and whether another writer of this name runs, then try again",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abort(e);
            throw new ModelUnavailableException(failed + ": interrupted", e);
        } catch (RuntimeException e) {
            abort(e); // or the next change would find this transaction open
            throw e;
        }
    }

    /** All into one partition, so that they lie in order. */
    private WeightsPlace sendWeights(String version, String sha256, Path file)
            throws IOException, ExecutionException, InterruptedException {
        int partitions = producer.partitionsFor(Topic.MODEL_WEIGHTS.topicName()).size();
        int partition = Math.floorMod(version.hashCode(), partitions);
        Future<RecordMetadata> first = null;
        int chunks = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (byte[] chunk = in.readNBytes(chunkBytes); chunk.length > 0; chunk = in.readNBytes(chunkBytes)) {
                Future<RecordMetadata> sent = sendChunk(partition, version, chunks, chunk);
                first = first == null ? sent : first;
                chunks++;
            }
        }
        if (first == null) {
            throw new IOException("the weights file " + file + " is empty");
        }
        producer.flush();
        return new WeightsPlace(
                sha256, Files.size(file), chunks, partition, first.get().offset());
    }

    private Future<RecordMetadata> sendChunk(int partition, String version, int number, byte[] chunk) {
        return producer.send(new ProducerRecord<>(
                Topic.MODEL_WEIGHTS.topicName(), partition, utf8(chunkKey(version, number)), chunk));
    }

    private void send(ModelRecord record) {
        try (var serializer = JsonSerde.of(ModelRecord.class).serializer()) {
            byte[] json = serializer.serialize(Topic.MODELS.topicName(), record);
            var unused = producer.send(new ProducerRecord<>(Topic.MODELS.topicName(), utf8(record.version()), json));
        }
    }

    /** The key of one chunk. */
    static String chunkKey(String version, int number) {
        return version + "/" + number;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String versions(List<ModelRecord> records) {
        return String.join(", ", records.stream().map(ModelRecord::version).toList());
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
