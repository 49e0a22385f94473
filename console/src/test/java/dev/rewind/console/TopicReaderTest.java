package dev.rewind.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

final class TopicReaderTest {
    @Test
    void weavesPartitionsByTimeAndKeepsTheOrderWithinEach() {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new LinkedHashMap<>();
        // The clock behind partition 0 ran back after its second record.
        polled.put(new TopicPartition("labels", 0), partition(0, 10, 30, 20));
        polled.put(new TopicPartition("labels", 1), partition(1, 15, 25, 40));

        List<String> order = TopicReader.inOrder(new ConsumerRecords<>(polled, Map.of())).stream()
                .map(record -> record.partition() + "@" + record.timestamp())
                .toList();

        assertThat(order).containsExactly("0@10", "1@15", "1@25", "0@30", "0@20", "1@40");
    }

    private static List<ConsumerRecord<byte[], byte[]>> partition(int partition, long... timestamps) {
        return IntStream.range(0, timestamps.length)
                .mapToObj(offset -> new ConsumerRecord<byte[], byte[]>(
                        "labels",
                        partition,
                        offset,
                        timestamps[offset],
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        null,
                        null,
                        new RecordHeaders(),
                        Optional.empty()))
                .toList();
    }
}
