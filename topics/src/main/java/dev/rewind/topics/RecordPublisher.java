package dev.rewind.topics;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records and looks at the outcome of every one. Sending is asynchronous and bounded: while Kafka's buffer (32 MiB
 * unless {@code buffer.memory} says otherwise) is full, {@link #send} waits. Records of one key keep their order, and
 * none is doubled by a retry.
 *
 * <p>A send that fails for good surfaces as {@link SendFailedException} from the next call of any method. Each failure
 * surfaces once, after which the publisher may be used on. Safe for use by several threads.
 */
public final class RecordPublisher implements AutoCloseable {
    /** One record of frames alone fills Kafka's usual 16 KiB, and each batch is a request of its own. */
    private static final String BATCH_BYTES = Integer.toString(64 << 10);

    private final Producer<byte[], byte[]> producer;
    private final SendFailures failures = new SendFailures();

    /**
     * Opens a publisher; no broker is asked yet.
     *
     * @param clientId what the broker's logs and metrics call this publisher
     * @throws IllegalArgumentException if Kafka does not accept the connection's properties
     * @throws BrokerUnreachableException if no host of the connection can be resolved
     */
    public RecordPublisher(KafkaConnection connection, String clientId) {
        producer = connection.open(
                settings -> new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()),
                Map.of(
                        ProducerConfig.CLIENT_ID_CONFIG,
                        clientId,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        connection.properties().getOrDefault(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES)));
    }

    /**
     * Sends one record.
     *
     * @param key decides the partition; null spreads records over all
     * @param value the bytes; null deletes the key from a compacted topic
     * @throws SendFailedException if an earlier record failed; the given one was not sent then
     */
    public void send(Topic topic, String key, byte[] value, Headers headers) {
        send(topic, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value, headers);
    }

    /**
     * Sends one record of this package as JSON; null deletes the key from a compacted topic.
     *
     * @throws SendFailedException if an earlier record failed; the given one was not sent then
     */
    public <T> void sendJson(Topic topic, String key, T value) {
        send(topic, key, value == null ? null : json(topic, value.getClass(), value), new RecordHeaders());
    }

    /** As the public one; the key may be any bytes. */
    void send(Topic topic, byte[] key, byte[] value, Headers headers) {
        failures.surface();
        var record = new ProducerRecord<>(topic.topicName(), null, key, value, headers);
        // The callback hears every outcome; the future would only say it again.
        var unused = producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                failures.add(topic, key, value, failure);
            }
        });
    }

    /**
     * Returns once every record sent so far is acknowledged.
     *
     * @throws SendFailedException if one failed
     */
    public void flush() {
        producer.flush();
        failures.surface();
    }

    /**
     * Sends what is still buffered, then closes.
     *
     * @throws SendFailedException if a record failed and no earlier call said so
     */
    @Override
    public void close() {
        producer.close();
        failures.surface();
    }

    private static <T> byte[] json(Topic topic, Class<T> type, Object value) {
        try (var serializer = JsonSerde.of(type).serializer()) {
            return serializer.serialize(topic.topicName(), type.cast(value));
        }
    }
}
