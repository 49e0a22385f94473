package dev.rewind.inference;

import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Says which topic is missing before Kafka Streams finds out less clearly. */
final class RequiredTopics {
    private static final Set<Topic> NEEDED = Set.of(
            Topic.FRAMES,
            Topic.LABELS,
            Topic.EVENTS,
            Topic.DEAD_LETTERS,
            Topic.MODELS,
            Topic.MODEL_WEIGHTS,
            Topic.PROGRESS,
            Topic.QUESTIONS);

    private RequiredTopics() {}

    static void check(KafkaConnection connection) {
        Set<String> missing = new TreeSet<>();
        NEEDED.forEach(topic -> missing.add(topic.topicName()));
        try (Admin admin = Admin.create(connection.clientSettings())) {
            missing.removeAll(admin.listTopics().names().get());
        } catch (ExecutionException e) {
            throw new InferenceException(
                    "the topics at " + connection.bootstrapServers() + " cannot be listed: "
                            + e.getCause().getMessage() + "; check this client's permissions",
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceException("interrupted while looking for the topics", e);
        }
        if (!missing.isEmpty()) {
            throw new InferenceException(
                    "the broker at " + connection.bootstrapServers() + " has no topic " + missing
                            + "; create the topics before inference starts",
                    null);
        }
    }
}
