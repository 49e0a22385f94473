package dev.rewind.training.service;

import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads all of {@code labelled-clips} from its beginning. Its group holds nothing but how far rounds have seen it. */
final class ClipConsumer {
    private ClipConsumer() {}

    static Consumer<String, byte[]> open(KafkaConnection connection) {
        Map<String, Object> settings = connection.clientSettings();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, "rewind-training");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        try {
            String topic = Topic.LABELLED_CLIPS.topicName();
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new TrainingServiceException(
                        "the broker at " + connection.bootstrapServers() + " has no topic '" + topic
                                + "'; create the topics before training starts",
                        null);
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return consumer;
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }
}
