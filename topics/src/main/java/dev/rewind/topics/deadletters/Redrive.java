package dev.rewind.topics.deadletters;

import dev.rewind.topics.DeadLetterHeaders.Origin;
import dev.rewind.topics.KafkaConnection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts records back where they came from, each in one transaction with the mark that says so: whatever is killed
 * meanwhile, none is put back twice. One at a time of a cluster: a later one ends an earlier one, whose open transaction is
 * undone. For one thread.
 */
public final class Redrive implements AutoCloseable {
    private static final String NAME = "rewind-redrive";

    /** A topic may take records larger than any client's default; the broker has the last word. */
    private static final int LARGEST = 256 << 20;

    private final Producer<byte[], byte[]> producer;
    private final Origins origins;

    /**
     * Ends any other redrive of the cluster. What is read from {@code dead-letters} from now on knows all marks.
     *
     * @param origins of the same cluster; they stay the caller's to close
     * @throws DeadLetterException if the broker gives no transactions
     */
    public Redrive(KafkaConnection connection, Origins origins) {
        this.origins = origins;
        Map<String, Object> settings = connection.clientSettings();
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, NAME);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, NAME);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) LARGEST);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            producer.close();
            throw new DeadLetterException(
                    "nothing can be put back at " + connection.bootstrapServers() + ": " + e.getMessage()
                            + "; check that the broker runs and lets this client use transactions",
                    e);
        }
    }

    /**
     * Puts one back: key, value, own headers and timestamp as they were, to the same partition.
     *
     * @param letter one without {@linkplain Origins#obstacle obstacle}
     * @throws DeadLetterException if it was not put back; then it has no mark
     */
    public void putBack(DeadLetter letter) {
        Origin origin = letter.about().origin().orElseThrow();
        ProducerRecord<byte[], byte[]> record = record(letter, origin);
        try {
            producer.beginTransaction();
            var sent = producer.send(record);
            var unused = producer.send(RedriveMark.of(letter));
            producer.flush();
            var alsoUnused = sent.get(); // a record that its topic refuses says why
            producer.commitTransaction();
        } catch (KafkaException | ExecutionException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            abort(e);
            throw failure(letter, String.valueOf(cause.getMessage()), advice(cause, origin), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abort(e);
            throw failure(letter, "interrupted", "try again", e);
        }
    }

    private ProducerRecord<byte[], byte[]> record(DeadLetter letter, Origin origin) {
        int attempts = letter.attempts() + 1;
        if (!letter.isLeftBehind()) {
            long timestamp = origin.timestamp() < 0 ? letter.at().toEpochMilli() : origin.timestamp();
            return new ProducerRecord<>(
                    origin.topic(),
                    origin.partition(),
                    timestamp,
                    letter.key(),
                    letter.value(),
                    RedriveMark.counted(letter.headers(), attempts));
        }
        ConsumerRecord<byte[], byte[]> left = origins.record(origin, letter.key())
                .orElseThrow(() -> new DeadLetterException(
                        letter.id() + " is gone from " + origin + "; nothing of it is left", null));
        return new ProducerRecord<>(
                origin.topic(),
                origin.partition(),
                Math.max(0, left.timestamp()),
                left.key(),
                left.value(),
                RedriveMark.counted(left.headers(), attempts));
    }

    private static String advice(Throwable cause, Origin origin) {
        if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
            return "another redrive has begun: wait for it, then look at 'rewind dlq ls'";
        }
        return cause instanceof RecordTooLargeException
                ? "raise max.message.bytes of '" + origin.topic() + "', or leave it out"
                : "look at the broker's log, then try again";
    }

    private static DeadLetterException failure(DeadLetter letter, String what, String advice, Exception cause) {
        return new DeadLetterException(letter.id() + " was not put back: " + what + "; " + advice, cause);
    }

    private void abort(Exception reason) {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
