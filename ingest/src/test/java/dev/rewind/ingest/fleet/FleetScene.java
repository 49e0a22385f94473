package dev.rewind.ingest.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.ingest.IngestSettings;
import dev.rewind.ingest.SentRecords;
import dev.rewind.ingest.SentRecords.Sent;
import dev.rewind.ingest.child.DecodeMode;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.sources.SourceCatalog;
import dev.rewind.topics.sources.SourceFeed;
import dev.rewind.topics.sources.SourceSpec;
import dev.rewind.topics.sources.SourceStatus;
import dev.rewind.topics.sources.SourceStatus.State;
import dev.rewind.topics.sources.StreamProgress;
import dev.rewind.topics.sources.StreamSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A broker, what people write on it, and what becomes of that. */
final class FleetScene implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedBroker broker;
    private final RecordPublisher publisher;

    FleetScene(Path folder) {
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(folder, 0));
        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
        publisher = new RecordPublisher(broker.connection(), "test");
    }

    KafkaConnection connection() {
        return broker.connection();
    }

    /** Starts a worker in this process. */
    IngestWorker worker(String name) {
        return worker(connection(), name, DecodeMode.INLINE);
    }

    /** Starts a worker that plays files once, in real time, unless they say otherwise. */
    static IngestWorker worker(KafkaConnection connection, String name, DecodeMode decode) {
        IngestSettings settings = new IngestSettings(Duration.ofMillis(100), 64, 4, 0.9f, true, false, decode);
        return IngestWorker.start(
                connection,
                settings,
                new WorkerSettings(name, Duration.ofSeconds(6), SourceCredentials.none(), Set.of()));
    }

    void write(String stream, SourceSpec source) {
        publisher.sendJson(Topic.SOURCES, stream, source);
        publisher.flush();
    }

    void write(String stream, String json) {
        publisher.send(Topic.SOURCES, stream, json.getBytes(StandardCharsets.UTF_8), new RecordHeaders());
        publisher.flush();
    }

    void remove(String stream) {
        write(stream, (SourceSpec) null);
    }

    /** Leaves nothing of an earlier test, once its workers are gone. */
    void removeAll() {
        SourceCatalog left = SourceFeed.read(connection());
        left.sources().keySet().forEach(stream -> publisher.sendJson(Topic.SOURCES, stream, null));
        left.told().keySet().forEach(stream -> publisher.sendJson(Topic.PROGRESS, StreamProgress.job(stream), null));
        publisher.flush();
    }

    /** The catalogue, once it is as it should be. */
    SourceCatalog once(Predicate<SourceCatalog> reached) {
        Instant deadline = Instant.now().plus(PATIENCE);
        SourceCatalog catalog = SourceFeed.read(connection());
        while (!reached.test(catalog)) {
            SourceCatalog last = catalog;
            assertThat(Instant.now())
                    .as(() -> "in time, but it came only to " + last)
                    .isBefore(deadline);
            pause();
            catalog = SourceFeed.read(connection());
        }
        return catalog;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }

    /** How a stream stands, once it stands so. */
    SourceStatus once(String stream, State state) {
        return once(catalog -> catalog.status(stream, Instant.now()).state() == state)
                .status(stream, Instant.now());
    }

    /** The catalogue, once all these streams run. */
    SourceCatalog onceRunning(Collection<String> streams) {
        return once(catalog -> isRunning(catalog, streams));
    }

    static boolean isRunning(SourceCatalog catalog, Collection<String> streams) {
        return streams.stream()
                .allMatch(stream -> catalog.status(stream, Instant.now()).state() == State.RUNNING);
    }

    /** The epochs of a stream so far, once there are so many. */
    List<Long> epochs(String stream, int atLeast) {
        return epochs(
                SentRecords.frames(connection(), stream, sent -> epochs(sent).size() >= atLeast));
    }

    /** The epochs of a stream that plays, from its beginning until now. */
    List<Long> epochs(String stream) {
        Instant now = Instant.now();
        return epochs(SentRecords.frames(
                connection(),
                stream,
                sent -> sent.get(sent.size() - 1).headers().captured().isAfter(now)));
    }

    /** Whether a worker ever said anything of a stream, though it may have taken it back. */
    boolean wasTold(String stream) {
        boolean told = false;
        try (var consumer = new KafkaConsumer<>(
                connection().readerSettings(), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.PROGRESS.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    told |= record.value() != null && record.key().equals(StreamProgress.job(stream));
                }
            }
        }
        return told;
    }

    static List<Long> epochs(List<Sent> sent) {
        return sent.stream().map(record -> record.headers().epoch()).distinct().toList();
    }

    @Override
    public void close() {
        publisher.close();
        broker.close();
    }

    /** As they lie on the topic. */
    static StreamSettings settings(String json) {
        try (var reader = JsonSerde.of(StreamSettings.class).deserializer()) {
            return reader.deserialize(Topic.SOURCES.topicName(), json.getBytes(StandardCharsets.UTF_8));
        }
    }
}
