package dev.rewind.inference;

import dev.rewind.topics.KafkaConnection;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;

/** How Kafka Streams is set up: what may be changed by the connection's properties, and what exactly-once needs. */
final class StreamsConfiguration {
    /** The connection's own properties overrule these. */
    private static final Map<String, Object> DEFAULTS = Map.ofEntries(
            // Frames that came before the first start are labelled too: at most the day that the topic keeps. Who would
            // rather begin with the present sets "latest". Later starts go on from the committed offsets either way.
            Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
            // Readers see labels when their transaction is committed.
            Map.entry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100),
            // A poll must not hold up the 10 ms in which scored clips are looked for.
            Map.entry(StreamsConfig.POLL_MS_CONFIG, 10),
            // The shortest a broker accepts unless told otherwise: a killed process is replaced after as long.
            Map.entry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000),
            Map.entry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000),
            // Records are up to 1 MiB, and both of these default to a thousand.
            Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100),
            Map.entry(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 100),
            // The state is small: a process that joins takes over at once, without warming up for minutes.
            Map.entry(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, Long.MAX_VALUE),
            Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"));

    private StreamsConfiguration() {}

    static Properties of(KafkaConnection connection, InferenceSettings settings) {
        Properties properties = new Properties();
        properties.putAll(DEFAULTS);
        properties.putAll(connection.clientSettings());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.streamThreads());
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                settings.stateDirectory().toAbsolutePath().toString());
        return properties;
    }
}
