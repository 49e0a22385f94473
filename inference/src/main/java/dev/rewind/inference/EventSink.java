package dev.rewind.inference;

import dev.rewind.topics.ActionEvent;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Topic;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Puts events on {@code events} within the topology's own transaction. */
final class EventSink {
    private final ProcessorContext<byte[], byte[]> context;
    private final Serializer<ActionEvent> json = JsonSerde.of(ActionEvent.class).serializer();

    EventSink(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    void send(ActionEvent event) {
        byte[] key = event.stream().getBytes(StandardCharsets.UTF_8);
        byte[] value = json.serialize(Topic.EVENTS.topicName(), event);
        context.forward(
                new Record<>(key, value, context.currentSystemTimeMs(), new RecordHeaders()), LabelTopology.EVENTS);
    }
}
