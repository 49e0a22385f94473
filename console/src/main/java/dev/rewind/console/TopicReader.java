package dev.rewind.console;

import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows every partition of the console's topics on one thread, without a consumer group, and keeps {@link Health}
 * current. It outlives a lost broker and topics that come later.
 */
final class TopicReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
    private static final Map<String, Topic> TOPICS =
            RecordIntake.TOPICS.stream().collect(Collectors.toMap(Topic::topicName, Function.identity()));
    private static final Duration LABELS_LOOK_BACK = Duration.ofMinutes(10);
    private static final long MAX_LABELS_LOOK_BACK = 5_000;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(2);

    private final Board board;
    private final RecordIntake intake;
    private final String brokers;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private long nextCheck = System.nanoTime();

    private TopicReader(KafkaConnection connection, Board board) {
        this.board = board;
        this.intake = new RecordIntake(board);
        this.brokers = connection.bootstrapServers();
        this.consumer = new KafkaConsumer<>(settings(connection));
        this.thread = new Thread(this::run, "console-reader");
        thread.setDaemon(true);
    }

    /**
     * Starts to read; returns at once, whether or not the broker answers.
     *
     * @throws KafkaException if the connection's settings cannot be right
     */
    static TopicReader start(KafkaConnection connection, Board board) {
        TopicReader reader = new TopicReader(connection, board);
        reader.thread.start();
        return reader;
    }

    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, Object> settings(KafkaConnection connection) {
        Map<String, Object> settings = connection.readerSettings();
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "rewind-console");
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        return settings;
    }

    private void run() {
        try (consumer) {
            while (closing.getCount() > 0) {
                try {
                    if (System.nanoTime() - nextCheck >= 0) {
                        check();
                        nextCheck = System.nanoTime() + BETWEEN_CHECKS.toNanos();
                    }
                    if (consumer.assignment().isEmpty()) {
                        closing.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
                    } else {
                        inOrder(consumer.poll(POLL)).forEach(record -> intake.take(TOPICS.get(record.topic()), record));
                    }
                } catch (WakeupException e) {
                    LOG.debug("The console stops reading");
                } catch (RuntimeException e) {
                    sawTrouble(e);
                    closing.await(1, TimeUnit.SECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Partitions come one after the other: this weaves them by time, and keeps the order within each. */
    static List<ConsumerRecord<byte[], byte[]>> inOrder(ConsumerRecords<byte[], byte[]> polled) {
        record Timed(long latest, ConsumerRecord<byte[], byte[]> record) {}
        List<Timed> all = new ArrayList<>(polled.count());
        for (TopicPartition partition : polled.partitions()) {
            // The latest so far, because a producer's clock may run back and its records still follow each other.
            long latest = Long.MIN_VALUE;
            for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
                latest = Math.max(latest, record.timestamp());
                all.add(new Timed(latest, record));
            }
        }
        return all.stream()
                .sorted(Comparator.comparingLong(Timed::latest))
                .map(Timed::record)
                .toList();
    }

    /** Asks the broker which topics there are: that shows that it lives, and finds partitions that are new. */
    private void check() {
        Map<String, List<PartitionInfo>> there = consumer.listTopics(ANSWER);
        List<String> missing = TOPICS.keySet().stream()
                .filter(topic -> !there.containsKey(topic))
                .sorted()
                .toList();
        followNewPartitions(there);
        board.put(
                missing.isEmpty()
                        ? Health.up(intake.unreadable())
                        : Health.down(
                                "the broker at " + brokers + " has no topic " + String.join(", ", missing)
                                        + "; 'rewind up' creates every topic",
                                intake.unreadable()));
    }

    private void followNewPartitions(Map<String, List<PartitionInfo>> there) {
        Set<TopicPartition> found = there.entrySet().stream()
                .filter(topic -> TOPICS.containsKey(topic.getKey()))
                .flatMap(topic -> topic.getValue().stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .filter(partition -> !consumer.assignment().contains(partition))
                .collect(Collectors.toSet());
        if (found.isEmpty()) {
            return;
        }
        // Every question is asked before the assignment, so that a failure between leaves nothing half done.
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(found);
        starts.putAll(recentLabels(found));
        Set<TopicPartition> all = new HashSet<>(consumer.assignment());
        all.addAll(found);
        consumer.assign(all);
        starts.forEach(consumer::seek);
    }

    private Map<TopicPartition, Long> recentLabels(Set<TopicPartition> found) {
        List<TopicPartition> labels = found.stream()
                .filter(partition -> partition.topic().equals(Topic.LABELS.topicName()))
                .toList();
        // The ends come first: a label that arrives between the two questions lies behind them and is read.
        Map<TopicPartition, Long> ends = consumer.endOffsets(labels);
        long since = Instant.now().minus(LABELS_LOOK_BACK).toEpochMilli();
        Map<TopicPartition, OffsetAndTimestamp> recent =
                consumer.offsetsForTimes(labels.stream().collect(Collectors.toMap(Function.identity(), p -> since)));
        Map<TopicPartition, Long> starts = new HashMap<>();
        ends.forEach((partition, end) -> {
            OffsetAndTimestamp first = recent.get(partition);
            starts.put(partition, first == null ? end : Math.max(first.offset(), end - MAX_LABELS_LOOK_BACK));
        });
        return starts;
    }

    private void sawTrouble(RuntimeException e) {
        String reason = e instanceof TimeoutException
                ? "the broker at " + brokers + " does not answer; check that it runs and that --bootstrap-servers names"
                        + " it; the console goes on by itself when it is back"
                : "reading from the broker at " + brokers + " failed: " + e.getMessage();
        if (!reason.equals(board.health().reason())) {
            LOG.warn("{}", reason, e instanceof KafkaException ? null : e);
        }
        board.put(Health.down(reason, intake.unreadable()));
    }
}
