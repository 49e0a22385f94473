package dev.rewind.topics.frames;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaFrameArchiveTest {
    private static final int RECORDS = 2_000;

    @Test
    void shouldReadRecordsAgainWithoutThoseThatTheTopicNoLongerHolds(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(directory, 0))) {
            TopicSetup.ensure(broker.connection(), new TopicSetup.Layout(1, (short) 1));
            try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
                for (int i = 0; i < RECORDS; i++) {
                    publisher.send(Topic.FRAMES, "door", text(i), new RecordHeaders());
                }
            }
            try (Admin admin = Admin.create(broker.connection().clientSettings())) {
                admin.deleteRecords(Map.of(
                                new TopicPartition(Topic.FRAMES.topicName(), 0), RecordsToDelete.beforeOffset(5)))
                        .all()
                        .get();
            }

            Map<Long, ConsumerRecord<byte[], byte[]>> found = new KafkaFrameArchive(broker.connection())
                    .read(0, new TreeSet<>(List.of(3L, 5L, 6L, 1_500L, 1_999L, 2_000L)));

            assertThat(found).containsOnlyKeys(5L, 6L, 1_500L, 1_999L);
            found.forEach((offset, record) -> {
                assertThat(record.offset()).isEqualTo(offset);
                assertThat(record.value()).isEqualTo(text(offset));
            });
        }
    }

    private static byte[] text(long number) {
        return Long.toString(number).getBytes(StandardCharsets.UTF_8);
    }
}
