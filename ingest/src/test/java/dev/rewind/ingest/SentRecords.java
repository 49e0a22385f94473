package dev.rewind.ingest;

import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Progress;
import dev.rewind.topics.Topic;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a stream sent, read back from the broker as any consumer would. */
public final class SentRecords {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private SentRecords() {}

    /** One record of frames: its headers and the numbers that its pictures show. */
    public record Sent(FrameHeaders headers, List<Integer> numbers, int bytes) {}

    /** The stream's records on {@code frames} so far, once they satisfy the condition. */
    public static List<Sent> frames(KafkaConnection connection, String stream, Predicate<List<Sent>> enough) {
        List<Sent> sent = new ArrayList<>();
        poll(connection, Topic.FRAMES, stream, record -> {
            sent.add(new Sent(
                    FrameHeaders.read(record.headers(), record.timestamp()),
                    pictures(record.value()),
                    record.value().length));
            return enough.test(sent);
        });
        return sent;
    }

    /** What the stream told on {@code progress}, up to the first that satisfies the condition. */
    public static List<Progress> progress(KafkaConnection connection, String stream, Predicate<Progress> last) {
        List<Progress> told = new ArrayList<>();
        try (var json = JsonSerde.of(Progress.class).deserializer()) {
            poll(connection, Topic.PROGRESS, "ingest/" + stream, record -> {
                told.add(json.deserialize(record.topic(), record.value()));
                return last.test(told.get(told.size() - 1));
            });
        }
        return told;
    }

    /** What the stream's first records on {@code frames} say about themselves. */
    static List<FrameHeaders> headers(KafkaConnection connection, String stream, int records) {
        List<FrameHeaders> headers = new ArrayList<>();
        poll(connection, Topic.FRAMES, stream, record -> {
            headers.add(FrameHeaders.read(record.headers(), record.timestamp()));
            return headers.size() == records;
        });
        return headers;
    }

    /** The first record of that key. */
    static ConsumerRecord<String, byte[]> first(KafkaConnection connection, Topic topic, String key) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        poll(connection, topic, key, found::add);
        return found.get(0);
    }

    /** How many records of that key there are by now. */
    static long count(KafkaConnection connection, Topic topic, String key) {
        try (var consumer = new KafkaConsumer<>(
                connection.readerSettings(), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions(consumer, topic));
            var ends = consumer.endOffsets(consumer.assignment());
            long count = 0;
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    count += key.equals(record.key()) ? 1 : 0;
                }
            }
            return count;
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, Topic topic) {
        return consumer.partitionsFor(topic.topicName()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private static void poll(
            KafkaConnection connection, Topic topic, String key, Predicate<ConsumerRecord<String, byte[]>> last) {
        try (var consumer = new KafkaConsumer<>(
                connection.readerSettings(), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions(consumer, topic));
            Instant deadline = Instant.now().plus(PATIENCE);
            while (Instant.now().isBefore(deadline)) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    if (key.equals(record.key()) && last.test(record)) {
                        return;
                    }
                }
            }
        }
        throw new AssertionError("what was expected of '" + key + "' on " + topic.topicName() + " never came");
    }

    private static List<Integer> pictures(byte[] value) {
        return split(value).stream().map(SentRecords::number).toList();
    }

    /** The pictures that lie one after another; inside a JPEG, FF is never followed by D8. */
    static List<byte[]> split(byte[] value) {
        List<byte[]> pictures = new ArrayList<>();
        int start = 0;
        for (int i = 2; i <= value.length; i++) {
            if (i == value.length || (value[i] == (byte) 0xff && value[i + 1] == (byte) 0xd8)) {
                pictures.add(Arrays.copyOfRange(value, start, i));
                start = i;
            }
        }
        return pictures;
    }

    private static int number(byte[] jpeg) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
            byte[] rgb = new byte[image.getWidth() * image.getHeight() * 3];
            for (int i = 0; i < rgb.length / 3; i++) {
                rgb[3 * i] = (byte) (image.getRGB(i % image.getWidth(), i / image.getWidth()) >> 16);
            }
            return Recording.number(rgb, image.getWidth(), image.getHeight());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
