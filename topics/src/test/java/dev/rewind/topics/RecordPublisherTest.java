package dev.rewind.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.sources.SourceSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordPublisherTest {
    private static final byte[] TOO_LARGE = new byte[2 << 20];

    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker(@TempDir Path directory) {
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(directory, 0));
        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void shouldKeepTheOrderOfOneKey() {
        try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
            for (int i = 0; i < 1000; i++) {
                publisher.send(Topic.FRAMES, "ordered", Integer.toString(i).getBytes(StandardCharsets.UTF_8), none());
            }
        }

        List<Integer> values = read(Topic.FRAMES, "ordered").stream()
                .map(record -> Integer.valueOf(text(record)))
                .toList();
        assertThat(values).hasSize(1000).isSorted();
    }

    @Test
    void shouldWriteJsonForAPersonToRead() {
        try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
            publisher.sendJson(Topic.SOURCES, "door", SourceSpec.of("rtsp://door/1"));
            publisher.sendJson(Topic.SOURCES, "door", (SourceSpec) null);
        }

        List<ConsumerRecord<byte[], byte[]>> records = read(Topic.SOURCES, "door");
        assertThat(text(records.get(0))).isEqualTo("{\"url\":\"rtsp://door/1\",\"paused\":false,\"settings\":{}}");
        assertThat(records.get(1).value()).isNull();
    }

    @Test
    void surfacesAFailedSendOnFlush() {
        try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
            publisher.send(Topic.LABELS, "big", TOO_LARGE, none());

            assertThatThrownBy(publisher::flush)
                    .isInstanceOf(SendFailedException.class)
                    .hasCauseInstanceOf(RecordTooLargeException.class)
                    .hasMessageContainingAll("'labels'", "'big'", "2097152 bytes", "send smaller records");
        }
    }

    @Test
    void surfacesAFailedSendOnTheNextSendAndThenGoesOn() {
        try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
            publisher.send(Topic.LABELS, "big", TOO_LARGE, none());

            assertThatThrownBy(() -> publisher.send(Topic.LABELS, "after", new byte[] {1}, none()))
                    .isInstanceOf(SendFailedException.class);
            publisher.send(Topic.LABELS, "after", new byte[] {2}, none());
        }

        assertThat(read(Topic.LABELS, "after")).singleElement().satisfies(record -> assertThat(record.value())
                .containsExactly(2));
    }

    @Test
    void surfacesWhatTheBrokerRefusesOnClose() {
        KafkaConnection generous = broker.connection().with(Map.of("max.request.size", "4194304"));
        RecordPublisher publisher = new RecordPublisher(generous, "test");
        publisher.send(Topic.LABELS, "first", TOO_LARGE, none());
        publisher.send(Topic.LABELS, "first", TOO_LARGE, none());

        assertThatThrownBy(publisher::close)
                .isInstanceOf(SendFailedException.class)
                .hasMessageContainingAll("'first'", "1 more failed");
        assertThatCode(publisher::close).doesNotThrowAnyException();
    }

    @Test
    void surfacesASendToABrokerThatIsGone() {
        KafkaConnection gone = KafkaConnection.of("127.0.0.1:1")
                .with(Map.of("max.block.ms", "500", "request.timeout.ms", "500", "delivery.timeout.ms", "600"));
        RecordPublisher publisher = new RecordPublisher(gone, "test");
        publisher.send(Topic.LABELS, "door", new byte[] {1}, none());

        assertThatThrownBy(publisher::close)
                .isInstanceOf(SendFailedException.class)
                .hasMessageContainingAll("'labels'", "'door'", "check that the broker runs");
    }

    @Test
    void saysWhichSettingsKafkaDoesNotAccept() {
        KafkaConnection wrong = broker.connection().with(Map.of("compression.type", "squash"));

        assertThatThrownBy(() -> new RecordPublisher(wrong, "test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "compression.type", "squash", broker.connection().bootstrapServers());
    }

    @Test
    void shouldKeepBytesAndHeadersOfADeadLetter() {
        byte[] key = {'d', (byte) 0xff, 0};
        byte[] value = {(byte) 0xc3, 0x28, 0};
        Headers headers = new RecordHeaders().add("traceparent", new byte[] {7});
        try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
            publisher.send(Topic.PROGRESS, key, value, headers);
            publisher.flush();
            ConsumerRecord<byte[], byte[]> unreadable =
                    TopicReader.readAll(broker.connection(), Topic.PROGRESS).get(0);
            new DeadLetters(publisher).publish(unreadable, "not JSON; send JSON");
            publisher.flush();

            ConsumerRecord<byte[], byte[]> letter =
                    TopicReader.readAll(broker.connection(), Topic.DEAD_LETTERS).get(0);
            assertThat(letter.key()).isEqualTo(key);
            assertThat(letter.value()).isEqualTo(value);
            assertThat(letter.headers().lastHeader("traceparent").value()).containsExactly(7);
            assertThat(header(letter, "dead-letter-topic")).isEqualTo("progress");
            assertThat(header(letter, "dead-letter-partition")).isEqualTo(Integer.toString(unreadable.partition()));
            assertThat(header(letter, "dead-letter-offset")).isEqualTo(Long.toString(unreadable.offset()));
            assertThat(header(letter, "dead-letter-reason")).isEqualTo("not JSON; send JSON");
            assertThat(unreadable.headers().toArray()).hasSize(1);
        }
    }

    @Test
    void tellsOfAVideoThatCannotBePlayed() {
        try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
            new DeadLetters(publisher).publish("door", "/videos/letter.mp4", "is not a video; convert it");
            publisher.flush();

            ConsumerRecord<byte[], byte[]> letter =
                    read(Topic.DEAD_LETTERS, "door").get(0);
            assertThat(text(letter)).isEqualTo("/videos/letter.mp4");
            assertThat(header(letter, "dead-letter-reason")).isEqualTo("is not a video; convert it");
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(Topic topic, String key) {
        return TopicReader.readAll(broker.connection(), topic).stream()
                .filter(record -> Arrays.equals(key.getBytes(StandardCharsets.UTF_8), record.key()))
                .toList();
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return FrameHeaders.text(record.headers(), name).orElseThrow();
    }

    private static Headers none() {
        return new RecordHeaders();
    }
}
