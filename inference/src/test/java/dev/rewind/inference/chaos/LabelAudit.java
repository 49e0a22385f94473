package dev.rewind.inference.chaos;

import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the labels as they are committed, and holds each against the footage: the very next clip of its stream, once. */
final class LabelAudit implements AutoCloseable {
    private static final int NAMED = 20;
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

    private final Footage footage;
    private final Deserializer<Label> json = JsonSerde.of(Label.class).deserializer();
    private final KafkaConsumer<String, Label> consumer;
    private final Map<String, Integer> streams = new HashMap<>();
    private final int[] next = new int[Footage.STREAMS];
    private final Map<String, Integer> versions = new TreeMap<>();
    private final List<String> findings = new ArrayList<>();
    private long labels;

    LabelAudit(KafkaConnection connection, Footage footage) {
        this.footage = footage;
        for (int stream = 0; stream < Footage.STREAMS; stream++) {
            streams.put(Footage.name(stream), stream);
        }
        KafkaConnection committed = connection.with(Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"));
        consumer = new KafkaConsumer<>(committed.readerSettings(), new StringDeserializer(), json);
        List<TopicPartition> partitions = consumer.partitionsFor(Topic.LABELS.topicName()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads what comes within a time. */
    void poll(Duration patience) {
        consumer.poll(patience).forEach(record -> {
            labels++;
            check(record.key(), record.value());
        });
    }

    /** Whether each stream has so many labels, and the topic no further ones. */
    boolean isComplete(int clips) {
        for (int labelled : next) {
            if (labelled < clips) {
                return false;
            }
        }
        try {
            return consumer.endOffsets(consumer.assignment(), ANSWER_WITHIN).entrySet().stream()
                    .allMatch(end -> consumer.position(end.getKey(), ANSWER_WITHIN) >= end.getValue());
        } catch (TimeoutException e) {
            return false; // the broker is just being restarted, by the very thread that asks
        }
    }

    /** What was wrong; the first ones only. */
    List<String> findings() {
        return List.copyOf(findings);
    }

    long labels() {
        return labels;
    }

    /** How many labels each version gave. */
    Map<String, Integer> versions() {
        return Map.copyOf(versions);
    }

    @Override
    public void close() {
        consumer.close();
        json.close();
    }

    private void check(String key, Label label) {
        Integer stream = streams.get(key);
        if (stream == null || !label.stream().equals(key)) {
            find("a label of '%s' has the key '%s'", label.stream(), key);
            return;
        }
        int clip = next[stream];
        if (!label.from().equals(footage.from(clip)) || !label.to().equals(footage.to(clip))) {
            boolean before = label.from().isBefore(footage.from(clip));
            find(
                    "%s: clip %d (%s) was due, but %s %s..%s came",
                    key, clip, footage.from(clip), before ? "once more" : "instead", label.from(), label.to());
            if (before) {
                return;
            }
            clip = (int) (Duration.between(footage.from(0), label.from()).toMillis()
                    / Footage.PERIOD.multipliedBy(Footage.STRIDE).toMillis());
        }
        next[stream] = clip + 1;
        checkContent(key, stream, clip, label);
    }

    private void checkContent(String key, int stream, int clip, Label label) {
        String version = label.model().version();
        versions.merge(version, 1, Integer::sum);
        double certainty = ReadingModel.certainty(version);
        List<String> said = label.top().stream().map(Label.Score::label).toList();
        List<String> shown = List.of(ReadingModel.streamClass(stream), ReadingModel.frameClass(clip * Footage.STRIDE));
        if (!said.equals(shown) || Math.abs(label.top().get(0).score() - certainty) > 1e-4) {
            find("%s: clip %d shows %s, but %s says %s", key, clip, shown, version, label.top());
        }
        if (!label.model().sha256().equals(ReadingModel.sha256(version))) {
            find("%s: clip %d names weights that %s does not have", key, clip, version);
        }
    }

    private void find(String format, Object... values) {
        if (findings.size() < NAMED) {
            findings.add(String.format(format, values));
        }
    }
}
