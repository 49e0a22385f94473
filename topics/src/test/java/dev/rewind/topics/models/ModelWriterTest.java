package dev.rewind.topics.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.models.ModelRecord.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelWriterTest {
    private static final int CHUNK = 1000;

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(folder.resolve("broker"), 0));
        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void bringsBackTheVeryWeightsThatWerePublished() throws Exception {
        Path weights = weights("whole", 10 * CHUNK + 1);
        publish("whole", weights, hash(weights));
        ModelRecord model = ModelFeed.read(broker.connection()).get("whole");
        Path copy = folder.resolve("whole.copy");
        ModelWeights.download(broker.connection(), model, copy);

        assertThat(model.weights().chunks()).isEqualTo(11);
        assertThat(copy).hasSameBinaryContentAs(weights);
        assertThat(folder.resolve("whole.copy.part")).doesNotExist();
    }

    @Test
    void findsWeightsThatAMirrorHasMoved() throws Exception {
        Path weights = weights("moved", 3 * CHUNK);
        publish("moved", weights, hash(weights));
        ModelRecord model = ModelFeed.read(broker.connection()).get("moved");
        WeightsPlace place = model.weights();
        ModelRecord elsewhere = new ModelRecord(
                model.version(),
                null,
                model.standing(),
                new WeightsPlace(
                        place.sha256(), place.bytes(), place.chunks(), place.partition(), place.firstOffset() + 900),
                null,
                null,
                model.manifest());
        ModelWeights.download(broker.connection(), elsewhere, folder.resolve("moved.copy"));

        assertThat(folder.resolve("moved.copy")).hasSameBinaryContentAs(weights);
    }

    @Test
    void refusesWeightsOfAnotherHash() throws Exception {
        Path weights = weights("forged", 2 * CHUNK);
        publish("forged", weights, "00ff");
        ModelRecord model = ModelFeed.read(broker.connection()).get("forged");

        assertThatThrownBy(() -> ModelWeights.download(broker.connection(), model, folder.resolve("forged.copy")))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("but its record names 00ff");
        assertThat(folder.resolve("forged.copy")).doesNotExist();
    }

    @Test
    void saysWhenChunksAreMissing() throws Exception {
        Path weights = weights("holed", 3 * CHUNK);
        publish("holed", weights, hash(weights));
        ModelRecord model = ModelFeed.read(broker.connection()).get("holed");
        WeightsPlace place = model.weights();
        ModelRecord longer = new ModelRecord(
                model.version(),
                null,
                model.standing(),
                new WeightsPlace(place.sha256(), place.bytes(), 5, place.partition(), place.firstOffset()),
                null,
                null,
                model.manifest());

        assertThatThrownBy(() -> ModelWeights.download(broker.connection(), longer, folder.resolve("holed.copy")))
                .hasMessageContaining("has 3 of their 5 chunks");
    }

    @Test
    void showsNothingOfAModelWhoseTransactionFailed() throws Exception {
        Path weights = weights("half", CHUNK);
        try (ModelWriter writer = new ModelWriter(broker.connection(), "failing", CHUNK)) {
            assertThatThrownBy(() -> writer.publish(
                            "half",
                            hash(weights),
                            weights,
                            place -> List.of(record("half", place), record("x".repeat(2_000_000), place)),
                            ModelWriter.Read.nothing()))
                    .isInstanceOf(ModelUnavailableException.class)
                    .hasMessageContaining("the model half was not published");
        }
        assertThat(ModelFeed.read(broker.connection()).find("half")).isEmpty();
    }

    @Test
    void goesOnAfterItsCallerMadeAMistake() throws Exception {
        Path weights = weights("mistaken", CHUNK);
        try (ModelWriter writer = new ModelWriter(broker.connection(), "mistaken", CHUNK)) {
            assertThatThrownBy(() -> writer.publish(
                            "mistaken",
                            hash(weights),
                            weights,
                            place -> {
                                throw new IllegalStateException("no record to write");
                            },
                            ModelWriter.Read.nothing()))
                    .isInstanceOf(IllegalStateException.class);

            writer.publish(
                    "mended",
                    hash(weights),
                    weights,
                    place -> List.of(record("mended", place)),
                    ModelWriter.Read.nothing());
        }
        assertThat(ModelFeed.read(broker.connection()).find("mistaken")).isEmpty();
        assertThat(ModelFeed.read(broker.connection()).find("mended")).isPresent();
    }

    @Test
    void publishesNoModelWithoutWeights() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        try (ModelWriter writer = new ModelWriter(broker.connection(), "empty-handed", CHUNK)) {
            assertThatThrownBy(() -> writer.publish(
                            "empty", "00", empty, place -> List.of(record("empty", place)), ModelWriter.Read.nothing()))
                    .isInstanceOf(ModelUnavailableException.class)
                    .hasMessageContaining("is empty");
        }
        assertThat(ModelFeed.read(broker.connection()).find("empty")).isEmpty();
    }

    @Test
    void hearsOfChangesAndRemovals() throws Exception {
        Path weights = weights("gone", CHUNK);
        publish("gone", weights, hash(weights));
        try (ModelFeed feed = new ModelFeed(broker.connection());
                ModelWriter writer = new ModelWriter(broker.connection(), "changing", CHUNK)) {
            ModelRecord model = feed.catalog().get("gone");
            writer.change(
                    List.of(model.with(Standing.of(State.SHADOW, Instant.now(), "to compare"))),
                    ModelWriter.Read.nothing());
            awaitChange(feed);
            assertThat(feed.catalog().shadow().orElseThrow().version()).isEqualTo("gone");

            writer.remove(model);
            awaitChange(feed);
            assertThat(feed.catalog().find("gone")).isEmpty();
        }
    }

    @Test
    void passesOverWhatIsNoModel() throws Exception {
        try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "noise")) {
            publisher.send(Topic.MODELS, "noise", "{}".getBytes(StandardCharsets.UTF_8), new RecordHeaders());
        }
        Path weights = weights("after-noise", CHUNK);
        publish("after-noise", weights, hash(weights));

        assertThat(ModelFeed.read(broker.connection()).find("noise")).isEmpty();
        assertThat(ModelFeed.read(broker.connection()).find("after-noise")).isPresent();
    }

    private static void publish(String version, Path weights, String sha256) {
        try (ModelWriter writer = new ModelWriter(broker.connection(), "test-" + version, CHUNK)) {
            writer.publish(
                    version, sha256, weights, place -> List.of(record(version, place)), ModelWriter.Read.nothing());
        }
    }

    private static ModelRecord record(String version, WeightsPlace place) {
        return new ModelRecord(
                version,
                null,
                Standing.of(State.CANDIDATE, Instant.now(), "for a test"),
                place,
                null,
                null,
                JsonNodeFactory.instance.objectNode());
    }

    private static void awaitChange(ModelFeed feed) {
        Instant deadline = Instant.now().plusSeconds(30);
        while (!feed.poll(Duration.ofMillis(100))) {
            assertThat(Instant.now()).isBefore(deadline);
        }
    }

    private static Path weights(String name, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(7).nextBytes(content);
        return Files.write(folder.resolve(name), content);
    }

    private static String hash(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
