package dev.rewind.ingest;

import dev.rewind.ingest.decode.SourceException;
import dev.rewind.ingest.source.Input;
import dev.rewind.ingest.source.KafkaTopic;
import dev.rewind.topics.DeadLetters;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.UnreadableRecordException;
import dev.rewind.topics.frames.JpegDecoder;
import dev.rewind.topics.frames.MotionJpeg;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Plays the records of a topic in the order of each partition: a JPEG becomes a frame as it is, anything else is played as a
 * video file. Goes on after a restart where it was, by offsets that are committed once the frames are acknowledged; what was
 * played in between is played again.
 */
final class RecordPlayer {
    private static final Duration BETWEEN_STOPS = Duration.ofMillis(200);
    private static final Set<String> WRITTEN = Set.of(Topic.FRAMES.topicName(), Topic.DEAD_LETTERS.topicName());
    private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(1);

    private final KafkaTopic source;
    private final KafkaConnection kafka;
    private final RecordPublisher publisher;
    private final StreamReport report;
    private final StopSignal stop;
    private final EpochPlayer player;
    private final Map<TopicPartition, OffsetAndMetadata> played = new HashMap<>();
    private Instant committed = Instant.now();
    private long epoch;
    /** Of the next JPEG in its epoch; videos have epochs of their own. */
    private long sequence;

    RecordPlayer(
            KafkaTopic source,
            IngestSettings settings,
            KafkaConnection kafka,
            RecordPublisher publisher,
            StreamReport report,
            StopSignal stop) {
        this.source = source;
        this.kafka = kafka;
        this.publisher = publisher;
        this.report = report;
        this.stop = stop;
        // Records come to lie in a file of this program's own, which no allowed root holds.
        IngestSettings own = settings.opened(settings.open().below(List.of()));
        player = new EpochPlayer(source, own, publisher, report, stop);
    }

    /**
     * Plays until the stop signal is given.
     *
     * @throws SourceException if there is no such topic
     */
    void play() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(consumerSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions(consumer));
            report.idle("waiting for records of " + source.redacted());
            while (!stop.isGiven()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(BETWEEN_STOPS)) {
                    take(record);
                }
                if (Duration.between(committed, Instant.now()).compareTo(BETWEEN_COMMITS) >= 0) {
                    commit(consumer);
                }
            }
            commit(consumer);
        }
    }

    private Map<String, Object> consumerSettings() {
        Map<String, Object> settings = kafka.readerSettings();
        // Only to keep offsets by: partitions are assigned, so that a video may be played for as long as it lasts.
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, "rewind-ingest-" + source.stream());
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return settings;
    }

    private List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
        if (WRITTEN.contains(source.topic())) {
            throw new SourceException("the topic '" + source.topic()
                    + "' is written by ingest itself, so that its records would come back for ever; give another");
        }
        List<TopicPartition> partitions = consumer.partitionsFor(source.topic()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new SourceException("there is no topic '" + source.topic() + "' on " + kafka.bootstrapServers()
                    + "; create it, or correct the name");
        }
        return partitions;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.value() != null) {
                play(record);
            }
        } catch (SourceException e) {
            if (stop.isGiven()) {
                return;
            }
            new DeadLetters(publisher).publish(record, e.getMessage());
            report.warning(e.getMessage());
        }
        if (!stop.isGiven()) {
            played.put(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
    }

    private void play(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        boolean jpeg = value.length > 2 && value[0] == (byte) 0xff && value[1] == (byte) 0xd8;
        if (jpeg) {
            sendPicture(record);
        } else {
            sequence = 0;
            playVideo(record);
        }
    }

    private void sendPicture(ConsumerRecord<byte[], byte[]> record) {
        byte[] jpeg = record.value();
        FrameSender.requireFits(source, jpeg, "");
        requireWhole(record);
        epoch = sequence == 0 ? player.nextEpoch() : epoch;
        RecordHeaders headers = new RecordHeaders();
        Instant captured = Instant.ofEpochMilli(record.timestamp());
        Instant now = Instant.now();
        new FrameHeaders(
                        FrameHeaders.JPEG,
                        source.redacted(),
                        epoch,
                        sequence++,
                        captured,
                        Optional.empty(),
                        Optional.of(now),
                        Optional.of(now))
                .writeTo(source.stream(), headers);
        publisher.send(Topic.FRAMES, source.stream(), jpeg, headers);
        report.frame();
    }

    /** A damaged one must not look like a frame: nobody but who put it there can mend it. */
    private void requireWhole(ConsumerRecord<?, byte[]> record) {
        try {
            byte[] jpeg = record.value();
            var unused = JpegDecoder.decode(
                    jpeg, MotionJpeg.spans(FrameHeaders.JPEG, jpeg).get(0));
        } catch (UnreadableRecordException e) {
            throw new SourceException(name(record) + ": " + e.getMessage(), e);
        }
    }

    private String name(ConsumerRecord<?, ?> record) {
        return "record " + record.offset() + " of partition " + record.partition() + " of " + source.redacted();
    }

    private void playVideo(ConsumerRecord<byte[], byte[]> record) {
        String name = name(record);
        Path file = null;
        try {
            file = Files.createTempFile("rewind-record", ".video");
            Files.write(file, record.value());
            player.play(Input.of(file, name));
        } catch (IOException e) {
            throw new UncheckedIOException("there is no room on the disk to play " + name + ": " + e.getMessage(), e);
        } finally {
            delete(file);
        }
    }

    private static void delete(Path file) {
        if (file != null && !file.toFile().delete()) {
            file.toFile().deleteOnExit();
        }
    }

    private void commit(KafkaConsumer<?, ?> consumer) {
        committed = Instant.now();
        if (!played.isEmpty()) {
            publisher.flush();
            consumer.commitSync(played);
            played.clear();
        }
    }
}
