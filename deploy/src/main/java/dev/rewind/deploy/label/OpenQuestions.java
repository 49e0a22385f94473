package dev.rewind.deploy.label;

import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Question;
import dev.rewind.topics.Topic;
import dev.rewind.topics.UnreadableRecordException;
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
        try (TopicWindow questions = new TopicWindow(connection, Topic.QUESTIONS)) {
            questions.read(questions.length(), 0, record -> take(record, open));
        }
        return new OpenQuestions(open.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> -entry.getValue().uncertainty()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (first, second) -> first, LinkedHashMap::new)));
    }

    Optional<Question> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    private static void take(ConsumerRecord<String, byte[]> record, Map<String, Question> open) {
        open.remove(record.key());
        if (record.value() == null) {
            return;
        }
        try {
            open.put(
                    record.key(),
                    JsonSerde.of(Question.class).deserializer().deserialize(record.topic(), record.value()));
        } catch (UnreadableRecordException e) {
            LOG.warn("skipped the question '{}': {}", record.key(), e.getMessage());
        }
    }
}
