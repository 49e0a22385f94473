package dev.rewind.topics.models;

import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetupException;
import dev.rewind.topics.UnreadableRecordException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows {@code models}, committed records only: a model is seen when all of it is there. For one thread. */
public final class ModelFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelFeed.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    /** A transaction's end reaches the partition some milliseconds after its writer knows; a dead writer's in minutes. */
    private static final Duration OPEN_TRANSACTION = Duration.ofSeconds(3);

    private static final TopicPartition PARTITION = new TopicPartition(Topic.MODELS.topicName(), 0);

    private final Consumer<String, byte[]> consumer;
    private final Deserializer<ModelRecord> json =
            JsonSerde.of(ModelRecord.class).deserializer();
    private final Map<String, ModelRecord> models = new LinkedHashMap<>();

    /**
     * Reads what there is.
     *
     * @throws ModelUnavailableException if the broker does not answer
     * @throws TopicSetupException if the topic has several partitions, in which order means nothing
     */
    public ModelFeed(KafkaConnection connection) {
        consumer = open(connection);
        try {
            requireOnePartition();
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            catchUp(lastOffset(connection));
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** What the topic says now. */
    public static ModelCatalog read(KafkaConnection connection) {
        try (ModelFeed feed = new ModelFeed(connection)) {
            return feed.catalog();
        }
    }

    /** What was heard so far. */
    public ModelCatalog catalog() {
        return new ModelCatalog(List.copyOf(models.values()));
    }

    /**
     * Hears what is new.
     *
     * @param patience how long to wait for something
     * @return whether anything changed
     */
    public boolean poll(Duration patience) {
        ConsumerRecords<String, byte[]> records = consumer.poll(patience);
        records.forEach(this::take);
        return !records.isEmpty();
    }

    /** Makes a {@link #poll} in another thread end at once with a {@link org.apache.kafka.common.errors.WakeupException}. */
    public void wakeup() {
        consumer.wakeup();
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        models.remove(record.key()); // the one that changed last goes to the end
        if (record.value() == null) {
            return;
        }
        try {
            models.put(record.key(), json.deserialize(record.topic(), record.value()));
        } catch (UnreadableRecordException e) {
            LOG.warn("the model '{}' at offset {} is passed over: {}", record.key(), record.offset(), e.getMessage());
        }
    }

    /** Reads all that is committed, and waits a little for what is about to be. */
    private void catchUp(long last) {
        long committed = consumer.endOffsets(List.of(PARTITION), PATIENCE).get(PARTITION);
        long start = System.nanoTime();
        while (consumer.position(PARTITION, PATIENCE) < last) {
            poll(POLL);
            boolean behind = consumer.position(PARTITION, PATIENCE) < committed;
            long waited = System.nanoTime() - start;
            if (behind && waited > PATIENCE.toNanos()) {
                throw new ModelUnavailableException(
                        "'" + Topic.MODELS.topicName() + "' could not be read within " + PATIENCE.toSeconds()
                                + " s; look at the broker's log",
                        null);
            }
            if (!behind && waited > OPEN_TRANSACTION.toNanos()) {
                return;
            }
        }
    }

    /** Behind every record, those of open transactions included. */
    private static long lastOffset(KafkaConnection connection) {
        try (Admin admin = Admin.create(connection.clientSettings())) {
            return admin.listOffsets(
                            Map.of(PARTITION, OffsetSpec.latest()),
                            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .partitionResult(PARTITION)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .offset();
        } catch (ExecutionException | TimeoutException e) {
            throw new ModelUnavailableException(
                    "the end of '" + Topic.MODELS.topicName() + "' at " + connection.bootstrapServers()
                            + " is not known: " + e + "; look at the broker's log",
                    e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void requireOnePartition() {
        int partitions = consumer.partitionsFor(Topic.MODELS.topicName()).size();
        if (partitions != 1) {
            throw new TopicSetupException(
                    "the topic '" + Topic.MODELS.topicName() + "' has " + partitions + " partitions, but must have one,"
                            + " for the last model to become live serves; delete it and let Rewind create it anew",
                    null);
        }
    }

    private static Consumer<String, byte[]> open(KafkaConnection connection) {
        Map<String, Object> settings = connection.readerSettings();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
