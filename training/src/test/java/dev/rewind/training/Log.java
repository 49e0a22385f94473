package dev.rewind.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.LabelledClipHeaders;
import dev.rewind.topics.LabelledClipHeaders.Origin;
import dev.rewind.topics.LabelledClipHeaders.Said;
import dev.rewind.topics.Progress;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelWriter;
import dev.rewind.topics.models.Standing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The topics of a test, empty at first, with everything that others than training write to them. */
public final class Log implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final KafkaConnection connection;
    private final RecordPublisher publisher;

    /** Forgets what earlier tests left on the broker, which is quicker than starting another. */
    public Log(EmbeddedBroker broker) {
        connection = broker.connection();
        forgetEverything();
        TopicSetup.ensure(connection, TopicSetup.Layout.embedded());
        publisher = new RecordPublisher(connection, "test");
    }

    private void forgetEverything() {
        try (Admin admin = Admin.create(connection.clientSettings())) {
            List<String> topics =
                    Stream.of(Topic.values()).map(Topic::topicName).toList();
            admin.deleteTopics(admin.listTopics().names().get().stream()
                            .filter(topics::contains)
                            .toList())
                    .all()
                    .get();
            admin.deleteConsumerGroups(admin.listGroups().all().get().stream()
                            .map(GroupListing::groupId)
                            .toList())
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("the broker keeps what another test left", e);
        }
    }

    public KafkaConnection connection() {
        return connection;
    }

    /** A clip that is its own group. */
    public void send(String id, String label, byte[] video) {
        send(id, new LabelledClipHeaders(label, Origin.PERSON, id), video);
    }

    /** A clip of which a model had said something. */
    public void correct(String id, String label, byte[] video, String said, String model) {
        LabelledClipHeaders headers =
                new LabelledClipHeaders(label, Origin.PERSON, id, Optional.empty(), Optional.of(new Said(said, model)));
        send(id, headers, video);
    }

    public void send(String id, LabelledClipHeaders attributes, byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        attributes.writeTo(headers);
        send(Topic.LABELLED_CLIPS, id, value, headers);
    }

    public void send(Topic topic, String key, byte[] value, RecordHeaders headers) {
        publisher.send(topic, key, value, headers);
        publisher.flush();
    }

    public void forget(String id) {
        send(Topic.LABELLED_CLIPS, id, null, new RecordHeaders());
    }

    public void report(Progress progress) {
        publisher.sendJson(Topic.PROGRESS, progress.job(), progress);
        publisher.flush();
    }

    public void ask(String key, Object question) {
        publisher.sendJson(Topic.QUESTIONS, key, question);
        publisher.flush();
    }

    /** Publishes a model folder, live. */
    public void serve(Path folder, boolean forced) {
        ModelFolder model = new ModelFolder(folder);
        ModelManifest manifest = model.manifest();
        try (ModelWriter writer = new ModelWriter(connection(), "test-" + manifest.version())) {
            ModelCatalog before = catalog();
            var file = new ObjectMapper().readTree(model.manifestFile().toFile());
            writer.publish(
                    manifest.version(),
                    manifest.sha256(),
                    model.weightsFile(),
                    place -> {
                        List<ModelRecord> all = new ArrayList<>(before.models());
                        Standing standing = Standing.of(ModelRecord.State.CANDIDATE, Instant.now(), "given");
                        all.add(new ModelRecord(
                                manifest.version(), manifest.parent(), standing, place, null, null, file));
                        return new ModelCatalog(all).promote(manifest.version(), "for the test", forced, Instant.now());
                    },
                    ModelWriter.Read.nothing());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ModelCatalog catalog() {
        return ModelFeed.read(connection());
    }

    public ModelCatalog awaitModels(Predicate<ModelCatalog> wanted) {
        Instant deadline = Instant.now().plus(PATIENCE);
        try (ModelFeed feed = new ModelFeed(connection())) {
            while (!wanted.test(feed.catalog()) && Instant.now().isBefore(deadline)) {
                feed.poll(Duration.ofMillis(100));
            }
            assertThat(wanted.test(feed.catalog()))
                    .as(
                            "%s within %s",
                            feed.catalog().models().stream()
                                    .map(ModelRecord::standing)
                                    .toList(),
                            PATIENCE)
                    .isTrue();
            return feed.catalog();
        }
    }

    public List<Progress> progress() {
        return records(Topic.PROGRESS, "read_committed").stream()
                .map(record -> JsonSerde.of(Progress.class).deserializer().deserialize(record.topic(), record.value()))
                .toList();
    }

    public void awaitProgress(Predicate<Progress> wanted) {
        Instant deadline = Instant.now().plus(PATIENCE);
        List<Progress> seen = progress();
        while (seen.stream().noneMatch(wanted) && Instant.now().isBefore(deadline)) {
            seen = progress();
        }
        assertThat(seen).as("progress within %s", PATIENCE).anyMatch(wanted);
    }

    /** All that lies on a topic now. */
    public List<ConsumerRecord<String, byte[]>> records(Topic topic, String isolation) {
        Map<String, Object> settings = connection().readerSettings();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(partition -> new TopicPartition(topic.topicName(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
        }
        return found;
    }

    @Override
    public void close() {
        publisher.close();
    }
}
