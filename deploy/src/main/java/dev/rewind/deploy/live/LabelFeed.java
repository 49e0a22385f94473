package dev.rewind.deploy.live;

import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import dev.rewind.topics.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The labels that are committed from now on, of every stream. For one thread. */
public final class LabelFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LabelFeed.class);
    private static final String TOPIC = Topic.LABELS.topicName();

    private final KafkaConsumer<String, byte[]> consumer;

    private LabelFeed(KafkaConsumer<String, byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Starts at the present end of the topic, which must exist. */
    public static LabelFeed fromNow(KafkaConnection connection) {
        Map<String, Object> settings = connection.readerSettings();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        LabelFeed feed =
                new LabelFeed(new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer()));
        feed.seekToEnd();
        return feed;
    }

    /** The labels that arrived, waiting up to the given time for the first. */
    public List<Label> poll(Duration wait) {
        List<Label> labels = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(wait)) {
            try {
                labels.add(JsonSerde.of(Label.class).deserializer().deserialize(TOPIC, record.value()));
            } catch (UnreadableRecordException e) {
                LOG.warn("skipped {}-{} at offset {}: {}", TOPIC, record.partition(), record.offset(), e.getMessage());
            }
        }
        return labels;
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void seekToEnd() {
        List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Seeking is lazy: asked for now, or labels that come before the first poll would be missed.
        partitions.forEach(consumer::position);
    }
}
