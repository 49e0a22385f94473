package dev.rewind.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.inference.serving.RealModels.Shape;
import dev.rewind.model.Compute;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelLoadException;
import dev.rewind.model.engine.Torch;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelRecord.State;
import dev.rewind.topics.models.ModelWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which model a process begins with, given what is on the log and what it brings along. */
@Timeout(120)
class StartingModelTest {
    @TempDir
    private static Path brokerDirectory;

    private static EmbeddedBroker broker;

    @TempDir
    private Path directory;

    private KafkaConnection connection;
    private RealModels models;
    private String instance;

    @BeforeAll
    static void startBroker() {
        Torch.useThreads(1);
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(brokerDirectory, 0));
        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void forgetAllModels(TestInfo info) {
        connection = broker.connection();
        models = new RealModels(connection, directory);
        instance = info.getTestMethod().orElseThrow().getName();
        ModelCatalog catalog = ModelFeed.read(connection);
        try (ModelWriter writer = new ModelWriter(connection, "test-forget")) {
            catalog.models().forEach(writer::remove);
        }
    }

    @Test
    void beginsTheLogWithTheModelThatItBringsAlong() throws IOException {
        Path shipped = models.write("shipped", Shape.of(RealModels.FOUR, 1));

        assertThat(start(shipped, false)).isEqualTo("shipped");

        ModelRecord live = ModelFeed.read(connection).live().orElseThrow();
        ModelFolder folder = new ModelFolder(shipped);
        assertThat(live.version()).isEqualTo("shipped");
        assertThat(live.weights().bytes()).isEqualTo(Files.size(folder.weightsFile()));
        assertThat(live.standing().reason()).contains(instance);
        // What it published is what another process loads.
        try (ClipModel loaded =
                new TopicModelLoader(connection, directory.resolve("downloads"), Compute.exact()).load(live)) {
            assertThat(loaded.manifest()).isEqualTo(folder.manifest());
        }
    }

    @Test
    void servesTheLiveModelRatherThanTheShippedOne() {
        models.publish("trained", Shape.of(RealModels.SIX, 2), State.LIVE);

        assertThat(start(models.write("shipped", Shape.of(RealModels.FOUR, 1)), false))
                .isEqualTo("trained");
        assertThat(ModelFeed.read(connection).find("shipped")).isEmpty();
    }

    @Test
    void makesANamedModelLiveThatTheLogDoesNotKnow() {
        models.publish("trained", Shape.of(RealModels.SIX, 2), State.LIVE);

        assertThat(start(models.write("named", Shape.of(RealModels.FOUR, 1)), true))
                .isEqualTo("named");
        ModelCatalog catalog = ModelFeed.read(connection);
        assertThat(catalog.live().orElseThrow().version()).isEqualTo("named");
        assertThat(catalog.live().orElseThrow().standing().replaced()).isEqualTo("trained");
        assertThat(catalog.live().orElseThrow().standing().forced()).isTrue();
        assertThat(catalog.get("trained").state()).isEqualTo(State.RETIRED);
    }

    @Test
    void servesTheLiveModelWhereTheLogKnowsTheNamedOne() {
        models.publish("named", Shape.of(RealModels.FOUR, 1), State.LIVE);
        models.publish("trained", Shape.of(RealModels.SIX, 2), State.LIVE);

        assertThat(start(directory.resolve("named"), true)).isEqualTo("trained");
        assertThat(ModelFeed.read(connection).live().orElseThrow().version()).isEqualTo("trained");
    }

    @Test
    void servesWhatTheLiveModelReplacedWhereThatCannotServe() {
        models.publish("sound", Shape.of(RealModels.FOUR, 1), State.LIVE);
        models.publish("broken", Shape.of(RealModels.FOUR, 2).withValues(() -> Float.NaN), State.LIVE);

        assertThat(start(models.write("shipped", Shape.of(RealModels.FOUR, 3)), false))
                .isEqualTo("sound");
        try (ProgressTopic progress = new ProgressTopic(connection)) {
            assertThat(progress.awaitRefusal("broken", instance).refusal().orElseThrow())
                    .contains("holds NaN");
            progress.awaitTakenOver("sound", instance);
        }
    }

    @Test
    void servesItsOwnModelWhereNoneOnTheLogCan() {
        models.publish("broken", Shape.of(RealModels.FOUR, 2).withValues(() -> Float.NaN), State.LIVE);

        assertThat(start(models.write("shipped", Shape.of(RealModels.FOUR, 3)), false))
                .isEqualTo("shipped");
    }

    @Test
    void saysWhyNoModelCanServe() {
        models.publish("broken", Shape.of(RealModels.FOUR, 2).withValues(() -> Float.NaN), State.LIVE);

        assertThatThrownBy(() -> start(directory.resolve("nowhere"), false))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("the live model broken")
                .hasMessageContaining("holds NaN")
                .hasMessageContaining("nowhere");
    }

    @Test
    void publishesNoDamagedModel() throws IOException {
        Path folder = models.write("damaged", Shape.of(RealModels.FOUR, 1));
        Files.write(new ModelFolder(folder).weightsFile(), new byte[100]);

        assertThatThrownBy(() -> start(folder, true))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("SHA-256");
        assertThat(ModelFeed.read(connection).models()).isEmpty();
    }

    /** The version that serves first. */
    private String start(Path folder, boolean named) {
        ServingSettings settings = new ServingSettings(instance, 4, Duration.ofMillis(5), 3);
        ModelSource source = new ModelSource(folder, named, Compute.exact());
        try (ModelServer server = ModelServer.open(connection, settings, source, directory.resolve("downloads"))) {
            return server.model().version();
        }
    }
}
