package dev.rewind.inference;

import dev.rewind.topics.KafkaConnection;
import java.time.Duration;
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
            // For what is read and cut; labels are committed as soon as they are there.
            Map.entry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 500),
            // A poll must not hold up the 10 ms in which scored clips are looked for.
            Map.entry(StreamsConfig.POLL_MS_CONFIG, 10),
            Map.entry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000),
            // Records are up to 1 MiB, and both of these default to a thousand.
            Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100),
            Map.entry(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 100),
            // The state is small: a process that joins takes over at once, without warming up for minutes.
            Map.entry(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, Long.MAX_VALUE),
            Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"));

    /** As long as a killed process holds its last labels back, unless its model is slow: Kafka Streams' own choice. */
    private static final Duration TRANSACTION = Duration.ofSeconds(10);

    /** The longest transaction that a broker allows unless told otherwise, and long enough for anything. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    /** While a record's clips wait for places in the model's queue, the transaction is open. */
    private static final int BATCHES_IN_A_TRANSACTION = 4;

    private static final Duration POLL = Duration.ofMinutes(5);
    private static final int BATCHES_BETWEEN_POLLS = 16;

    private StreamsConfiguration() {}

    /**
     * Everything that Kafka Streams is told.
     *
     * @param batchTime how long the model takes for a full batch: who waits for a slow one must neither be taken for dead
     *     nor see his transaction aborted, or he would do the same again for ever
     */
    static Properties of(KafkaConnection connection, InferenceSettings settings, Duration batchTime) {
        Properties properties = new Properties();
        properties.putAll(DEFAULTS);
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int)
                settings.membership().session().toMillis());
        properties.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                millis(atLeast(TRANSACTION, batchTime.multipliedBy(BATCHES_IN_A_TRANSACTION))));
        properties.put(
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                millis(atLeast(POLL, batchTime.multipliedBy(BATCHES_BETWEEN_POLLS))));
        properties.putAll(connection.clientSettings());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.streamThreads());
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        // Kafka Streams adds each thread's number.
        settings.membership()
                .instance()
                .ifPresent(name -> properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, name));
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                settings.stateDirectory().toAbsolutePath().toString());
        return properties;
    }

    private static Duration atLeast(Duration least, Duration wanted) {
        Duration longer = wanted.compareTo(least) > 0 ? wanted : least;
        return longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
