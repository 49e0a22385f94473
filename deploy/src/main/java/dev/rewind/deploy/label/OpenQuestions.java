package dev.rewind.deploy.label;

import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Question;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicScan;
import dev.rewind.topics.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clips that a person should label.
 *
 * @param byId the questions by their clip's id, the most uncertain first
 */
record OpenQuestions(Map<String, Question> byId) {
    private static final Logger LOG = LoggerFactory.getLogger(OpenQuestions.class);

    /** What is asked now. */
    static OpenQuestions read(KafkaConnection connection) {
        Map<String, Question> open = new LinkedHashMap<>();
        try (TopicScan questions = new TopicScan(connection, Topic.QUESTIONS.topicName())) {
            questions.read(record -> take(record, open));
        }
        return new OpenQuestions(open.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> -entry.getValue().uncertainty()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (first, second) -> first, LinkedHashMap::new)));
    }

    Optional<Question> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    private static void take(ConsumerRecord<byte[], byte[]> record, Map<String, Question> open) {
        String id = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
        open.remove(id);
        if (record.value() == null) {
            return;
        }
        try {
            open.put(id, JsonSerde.of(Question.class).deserializer().deserialize(record.topic(), record.value()));
        } catch (UnreadableRecordException e) {
            LOG.warn("skipped the question '{}': {}", id, e.getMessage());
        }
    }
}
