package dev.rewind.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.inference.clips.ClipRules;
import dev.rewind.inference.clips.ClipSettings;
import dev.rewind.inference.clips.Jpegs;
import dev.rewind.inference.serving.ModelSource;
import dev.rewind.inference.smoothing.SmoothingSettings;
import dev.rewind.model.Compute;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicScan;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process of this version takes the place of one that knew fewer stores, and for a while both are in the group. */
@Timeout(180)
class RollingUpgradeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PERIOD = BrightnessModel.CLIP.period();
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");
    private static final int STREAMS = 8;
    private static final String CHANGELOG = "test-scores-changelog";

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private KafkaConnection connection;
    private int sent;

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(directory.resolve("broker"), 0));
        connection = broker.connection();
        TopicSetup.ensure(connection, TopicSetup.Layout.embedded());
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void labelsEveryClipOnceAndInOrderWhileBothLabel() {
        try (OlderInference older = older("older")) {
            send(20);
            await(this::isComplete);
            try (InferenceService newer = newer()) {
                newer.start();
                sendUntilAnyone(RollingUpgradeTest::isOfTheNewer);
                requireBothToLabel();
                older.close();
                send(20);
                await(this::isComplete);

                // The newer one leads the group now, whoever joins.
                try (OlderInference another = older("another")) {
                    sendUntilAnyone(label -> !isOfTheNewer(label));
                    requireBothToLabel();
                }
            }
        }
        List<Instant> expected =
                IntStream.range(0, clips()).mapToObj(clip -> at(2 * clip)).toList();
        assertThat(labels().stream().collect(Collectors.groupingBy(Label::stream)))
                .hasSize(STREAMS)
                .allSatisfy((stream, labels) ->
                        assertThat(labels).extracting(Label::from).isEqualTo(expected));
    }

    @Test
    void makesTheStoreThatTheGroupLacksLikeThoseItHas() throws Exception {
        try (OlderInference older = older("older")) {
            await(older::isRunning);
        }

        Changelogs.complete(connection, "test");
        Changelogs.complete(connection, "test");

        try (Admin admin = Admin.create(connection.clientSettings())) {
            TopicDescription topic = admin.describeTopics(List.of(CHANGELOG))
                    .allTopicNames()
                    .get()
                    .get(CHANGELOG);
            assertThat(topic.partitions()).hasSize(4);
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, CHANGELOG);
            var configuration =
                    admin.describeConfigs(List.of(resource)).all().get().get(resource);
            assertThat(configuration.get("cleanup.policy").value()).isEqualTo("compact");
        }
    }

    @Test
    void leavesTheStoresOfANewGroupToKafkaStreams() throws Exception {
        Changelogs.complete(connection, "test");

        try (Admin admin = Admin.create(connection.clientSettings())) {
            assertThat(admin.listTopics().names().get()).noneMatch(name -> name.startsWith("test-"));
        }
    }

    /** Goes on until there is such a label of what was sent since. */
    private void sendUntilAnyone(Predicate<Label> labelled) {
        Instant before = at(sent);
        await(() -> {
            send(2);
            return labels().stream().anyMatch(label -> label.from().isAfter(before) && labelled.test(label));
        });
    }

    private void requireBothToLabel() {
        Instant before = at(sent);
        send(20);
        await(this::isComplete);
        assertThat(labels().stream().filter(label -> label.from().isAfter(before)))
                .anyMatch(RollingUpgradeTest::isOfTheNewer)
                .anyMatch(label -> !isOfTheNewer(label));
    }

    private OlderInference older(String name) {
        return new OlderInference(connection, TestSettings.in(directory.resolve(name)));
    }

    private InferenceService newer() {
        BrightnessModel.writeTo(directory.resolve("model"));
        InferenceSettings settings = TestSettings.smoothing(
                Optional.of(SmoothingSettings.over(PERIOD)),
                ClipRules.forAll(ClipSettings.withStride(2)),
                Duration.ofHours(1),
                directory.resolve("newer"));
        return InferenceService.open(
                connection, settings, new ModelSource(directory.resolve("model"), true, Compute.exact()));
    }

    private static boolean isOfTheNewer(Label label) {
        return label.smoothed() != null;
    }

    /** Sends the next frames of each stream. */
    private void send(int frames) {
        try (RecordPublisher publisher = new RecordPublisher(connection, "test")) {
            for (int frame = sent; frame < sent + frames; frame++) {
                for (int stream = 0; stream < STREAMS; stream++) {
                    Headers headers = new RecordHeaders();
                    new FrameHeaders(FrameHeaders.JPEG, "test", 0, frame, at(frame), Optional.of(PERIOD))
                            .writeTo("cam-" + stream, headers);
                    publisher.send(Topic.FRAMES, "cam-" + stream, Jpegs.grey(frame % 256), headers);
                }
            }
        }
        sent += frames;
    }

    private boolean isComplete() {
        return labels().size() >= STREAMS * clips();
    }

    /** Of each stream, so far. */
    private int clips() {
        return (sent - BrightnessModel.CLIP.frames()) / 2 + 1;
    }

    private List<Label> labels() {
        List<Label> labels = new ArrayList<>();
        try (TopicScan scan = new TopicScan(connection, Topic.LABELS.topicName());
                Deserializer<Label> json = JsonSerde.of(Label.class).deserializer()) {
            scan.read(record -> labels.add(json.deserialize(record.topic(), record.value())));
        }
        return labels;
    }

    private static Instant at(int frame) {
        return START.plus(PERIOD.multipliedBy(frame));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }
}
