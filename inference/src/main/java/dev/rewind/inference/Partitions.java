package dev.rewind.inference;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;

/** The partitions that this process reads, how far it is behind in each, and whether the broker answers at all. */
final class Partitions {
    private final KafkaStreams streams;

    Partitions(KafkaStreams streams) {
        this.streams = streams;
    }

    /** Of each partition that is ours now, what tells its lag whenever it is asked. */
    Map<Integer, ToDoubleFunction<Integer>> lags() {
        Map<Integer, ToDoubleFunction<Integer>> lags = new HashMap<>();
        for (ThreadMetadata thread : streams.metadataForLocalThreads()) {
            for (TaskMetadata task : thread.activeTasks()) {
                task.topicPartitions().forEach(frames -> lags.put(frames.partition(), partition -> lag(task, frames)));
            }
        }
        return lags;
    }

    /** Whether a consumer has a connection open; the one to its coordinator stays while there is a broker. */
    boolean isConnected() {
        return streams.metrics().values().stream()
                .filter(metric -> metric.metricName().group().equals("consumer-metrics")
                        && metric.metricName().name().equals("connection-count")
                        && !metric.metricName().tags().get("client-id").endsWith("restore-consumer"))
                .anyMatch(metric -> ((Number) metric.metricValue()).doubleValue() > 0);
    }

    /** Records between what is committed and the end that the last fetch saw. */
    private static double lag(TaskMetadata task, TopicPartition frames) {
        long end = task.endOffsets().getOrDefault(frames, -1L);
        long committed = task.committedOffsets().getOrDefault(frames, -1L);
        return end < 0 ? 0 : Math.max(0, end - Math.max(0, committed));
    }
}
