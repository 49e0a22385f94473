package dev.rewind.deploy.label;

import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The largest record that {@code labelled-clips} takes.
 *
 * @param bytes of a batch with that one record in it
 */
record RecordLimit(long bytes) {
    private static final Logger LOG = LoggerFactory.getLogger(RecordLimit.class);
    private static final long KAFKAS_DEFAULT = (1 << 20) + 12;
    private static final long ANSWER_WITHIN_SECONDS = 10;

    /** What a batch and a record take besides key, value and headers, generously. */
    private static final long AROUND = 512;

    /** Asks the broker; who may not ask is taken to have Kafka's default. */
    static RecordLimit of(KafkaConnection connection) {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topic.LABELLED_CLIPS.topicName());
        try (Admin admin = Admin.create(connection.clientSettings())) {
            String value = admin.describeConfigs(List.of(topic))
                    .values()
                    .get(topic)
                    .get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS)
                    .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                    .value();
            return new RecordLimit(Long.parseLong(value));
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the settings of '{}' are not known: {}", topic.name(), e.getMessage());
            return new RecordLimit(KAFKAS_DEFAULT);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** The longest clip that fits beside so many bytes of key and headers. */
    long clip(long keyAndHeaders) {
        return bytes - AROUND - keyAndHeaders;
    }

    /** The connection of a producer that stops no record short that the topic would take. */
    KafkaConnection producing(KafkaConnection connection) {
        return bytes <= KAFKAS_DEFAULT
                ? connection
                : connection.with(Map.of(
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Long.toString(Math.min(bytes, Integer.MAX_VALUE)),
                        ProducerConfig.BUFFER_MEMORY_CONFIG, Long.toString(Math.max(32L << 20, 2 * bytes))));
    }
}
