package dev.rewind.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Progress;
import dev.rewind.topics.Topic;
import dev.rewind.topics.models.ServingReport;
import dev.rewind.topics.models.ShadowReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What was reported on {@code progress}, from its beginning on. */
final class ProgressTopic implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Deserializer<Progress> json = JsonSerde.of(Progress.class).deserializer();
    private final KafkaConsumer<String, Progress> consumer;
    private final List<Progress> seen = new ArrayList<>();

    ProgressTopic(KafkaConnection connection) {
        consumer = new KafkaConsumer<>(connection.readerSettings(), new StringDeserializer(), json);
        List<TopicPartition> partitions = consumer.partitionsFor(Topic.PROGRESS.topicName()).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    ServingReport awaitRefusal(String version, String instance) {
        return await(
                ServingReport::of,
                report -> report.version().equals(version)
                        && report.instance().equals(instance)
                        && report.refusal().isPresent());
    }

    ServingReport awaitTakenOver(String version, String instance) {
        return await(
                ServingReport::of,
                report -> report.version().equals(version)
                        && report.instance().equals(instance)
                        && report.refusal().isEmpty());
    }

    ShadowReport awaitShadow(Predicate<ShadowReport> wanted) {
        return await(ShadowReport::of, wanted);
    }

    /** Whether anything was said of a model by now. */
    boolean mentions(String version) {
        return seen.stream().map(ServingReport::of).flatMap(Optional::stream).anyMatch(report -> report.version()
                .equals(version));
    }

    private <R> R await(Function<Progress, Optional<R>> kind, Predicate<R> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<R> found = seen.stream()
                    .map(kind)
                    .flatMap(Optional::stream)
                    .filter(wanted)
                    .reduce((earlier, later) -> later);
            if (found.isPresent()) {
                return found.get();
            }
            assertThat(System.nanoTime()).as("seen so far: %s", seen).isLessThan(deadline);
            consumer.poll(Duration.ofMillis(100)).forEach(record -> seen.add(record.value()));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
