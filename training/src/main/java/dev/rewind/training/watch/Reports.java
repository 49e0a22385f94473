package dev.rewind.training.watch;

import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Progress;
import dev.rewind.topics.Topic;
import dev.rewind.topics.UnreadableRecordException;
import dev.rewind.topics.models.ServingReport;
import dev.rewind.topics.models.ShadowReport;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What inference reports of models on {@code progress}. For one thread. */
final class Reports implements AutoCloseable {
    private final Consumer<String, byte[]> consumer;
    private final Deserializer<Progress> json = JsonSerde.of(Progress.class).deserializer();
    private final Map<String, ShadowReport> shadows = new HashMap<>(); // by job: each instance's last word
    private final Map<String, Served> served = new HashMap<>();

    /** A report and its time. */
    private record Served(ServingReport report, Instant at) {}

    /** Follows the topic from some time on. */
    Reports(KafkaConnection connection, Instant from) {
        consumer = open(connection);
        try {
            String topic = Topic.PROGRESS.topicName();
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, from.toEpochMilli()));
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
            for (TopicPartition partition : partitions) {
                OffsetAndTimestamp first = found.get(partition);
                if (first == null) {
                    consumer.seekToEnd(List.of(partition));
                } else {
                    consumer.seek(partition, first.offset());
                }
                consumer.position(partition); // seeks are lazy: what comes from now on is to be heard
            }
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** Hears what is new. */
    void poll(Duration patience) {
        consumer.poll(patience).forEach(this::take);
    }

    /** How a shadow did on all instances together; empty when none has reported. */
    Optional<ShadowReport> shadow(String version) {
        return shadows.values().stream()
                .filter(report -> report.version().equals(version))
                .reduce((one, other) -> new ShadowReport(
                        version,
                        "all",
                        one.clips() + other.clips(),
                        one.agreed() + other.agreed(),
                        one.liveMillis() + other.liveMillis(),
                        one.shadowMillis() + other.shadowMillis()));
    }

    /** Whether any instance said that it loaded a model, or refused it. */
    boolean heardOf(String version) {
        return shadow(version).isPresent()
                || served.values().stream()
                        .anyMatch(heard -> heard.report().version().equals(version));
    }

    /** Why an instance does not take a model, said since some time. */
    Optional<String> refusal(String version, Instant since) {
        return served.values().stream()
                .filter(heard -> heard.report().version().equals(version)
                        && heard.report().refusal().isPresent()
                        && !heard.at().isBefore(since))
                .findFirst()
                .map(heard -> heard.report().instance() + " refuses it: "
                        + heard.report().refusal().orElseThrow());
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            Progress progress = json.deserialize(record.topic(), record.value());
            ShadowReport.of(progress).ifPresent(report -> shadows.put(progress.job(), report));
            ServingReport.of(progress)
                    .ifPresent(report -> served.put(progress.job(), new Served(report, progress.at())));
        } catch (UnreadableRecordException e) {
            // Not of ours: anybody may report progress.
        }
    }

    private static Consumer<String, byte[]> open(KafkaConnection connection) {
        Map<String, Object> settings = connection.readerSettings();
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
