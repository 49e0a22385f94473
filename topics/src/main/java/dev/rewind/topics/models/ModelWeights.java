package dev.rewind.topics.models;

import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Brings a model's weights file back from {@code model-weights}: the very bytes, or none. */
public final class ModelWeights {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    /** The record on the other topic may be seen a moment before these are: each partition hears of a commit by itself. */
    private static final Duration COMMIT_SPREADS = Duration.ofSeconds(3);

    private ModelWeights() {}

    /**
     * Writes the weights file; it appears when all of it is there and its SHA-256 is the record's.
     *
     * @param file where to; its folder must be there
     * @throws ModelUnavailableException if chunks are missing, or other bytes than the record's came together
     */
    public static void download(KafkaConnection connection, ModelRecord model, Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            String found = write(connection, model, part);
            if (!found.equals(model.weights().sha256())) {
                throw new ModelUnavailableException(
                        "the weights of model " + model.version() + " have the SHA-256 " + found
                                + ", but its record names " + model.weights().sha256() + "; publish the model again",
                        null);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the weights of model " + model.version() + " cannot be written to " + file + ": " + e
                            + "; make room there, or choose another folder",
                    e);
        } finally {
            part.toFile().delete();
        }
    }

    private static String write(KafkaConnection connection, ModelRecord model, Path part) throws IOException {
        WeightsPlace place = model.weights();
        MessageDigest digest = sha256();
        try (Consumer<String, byte[]> consumer = open(connection);
                OutputStream out = new DigestOutputStream(Files.newOutputStream(part), digest)) {
            TopicPartition partition = new TopicPartition(Topic.MODEL_WEIGHTS.topicName(), place.partition());
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition), PATIENCE).get(partition);
            Chunks chunks = new Chunks(consumer, partition, end);
            if (!chunks.copy(model, place.firstOffset(), out)) {
                throw new ModelUnavailableException(
                        "the weights of model " + model.version() + " are not whole on '"
                                + Topic.MODEL_WEIGHTS.topicName()
                                + "', which has " + chunks.copied + " of their " + place.chunks()
                                + " chunks; publish the model again, or promote another",
                        null);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** One walk through the partition. */
    private static final class Chunks {
        private final Consumer<String, byte[]> consumer;
        private final TopicPartition partition;
        private final long end;
        private int copied;

        private Chunks(Consumer<String, byte[]> consumer, TopicPartition partition, long end) {
            this.consumer = consumer;
            this.partition = partition;
            this.end = end;
        }

        /** Copies chunk after chunk from an offset on, or from the beginning where a mirror has moved them. */
        private boolean copy(ModelRecord model, long from, OutputStream out) throws IOException {
            consumer.seek(partition, Math.min(from, end));
            boolean whole = copyFromHere(model, out);
            if (!whole && copied == 0) {
                consumer.seekToBeginning(List.of(partition));
                whole = copyFromHere(model, out);
            }
            return whole;
        }

        private boolean copyFromHere(ModelRecord model, OutputStream out) throws IOException {
            long start = System.nanoTime();
            boolean all = false;
            while (copied < model.weights().chunks() && !all) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    boolean wanted = copied < model.weights().chunks()
                            && record.value() != null
                            && ModelWriter.chunkKey(model.version(), copied).equals(record.key());
                    if (wanted) {
                        out.write(record.value());
                        copied++;
                        start = System.nanoTime();
                    }
                }
                boolean atEnd = consumer.position(partition, PATIENCE) >= end;
                all = System.nanoTime() - start > (atEnd ? COMMIT_SPREADS : PATIENCE).toNanos();
            }
            return copied == model.weights().chunks();
        }
    }

    private static Consumer<String, byte[]> open(KafkaConnection connection) {
        Map<String, Object> settings = connection.readerSettings();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
