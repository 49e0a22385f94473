package dev.rewind.inference;

import dev.rewind.topics.DeadLetterHeaders;
import dev.rewind.topics.DeadLetters;
import dev.rewind.topics.Topic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts records on {@code dead-letters} within the topology's own transaction. */
final class DeadLetterSink {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterSink.class);

    private final ProcessorContext<byte[], byte[]> context;

    DeadLetterSink(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    /** Sends a record of {@code frames} as it came, or what of it fits; see {@link DeadLetters#letter}. */
    void send(Record<byte[], byte[]> record, int partition, long offset, String reason) {
        ProducerRecord<byte[], byte[]> letter = DeadLetters.letter(
                new DeadLetterHeaders.Origin(Topic.FRAMES.topicName(), partition, offset, record.timestamp()),
                record.key(),
                record.value(),
                record.headers(),
                reason);
        LOG.warn(
                "frames record at partition {} offset {} goes to dead-letters: {}",
                partition,
                offset,
                DeadLetterHeaders.read(letter.headers()).reason()); // what a producer sent may be endless
        context.forward(
                new Record<>(letter.key(), letter.value(), context.currentSystemTimeMs(), letter.headers()),
                LabelTopology.DEAD_LETTERS);
    }
}
