package dev.rewind.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelRecord.State;
import dev.rewind.topics.models.ModelWriter;
import dev.rewind.topics.models.Profile;
import dev.rewind.topics.models.Standing;
import dev.rewind.topics.models.Trial;
import dev.rewind.topics.models.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands over a real broker with whole models. */
final class ModelsCommandTest {
    private static final byte[] PICTURE = {1, 2, 3};
    private static final List<String> FOUR = List.of("walk", "run", "jump", "wave");
    private static final List<String> FIVE = List.of("walk", "run", "jump", "wave", "bow");

    @TempDir
    private static Path brokerDirectory;

    private static EmbeddedBroker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(brokerDirectory, 0));
        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    /** In the place of what another test left. */
    @BeforeEach
    void publishModels() throws IOException {
        try (ModelWriter writer = new ModelWriter(broker.connection(), "test")) {
            catalog().models().forEach(writer::remove);
            publish(writer, "m1", FOUR, 1, null);
            writer.change(
                    catalog().promote("m1", "a person promoted it", false, Instant.now()), ModelWriter.Read.nothing());
            publish(writer, "m2", FIVE, 2, verdict(true));
            publish(writer, "m3", List.of("walk", "run"), 3, verdict(false));
        }
    }

    @Test
    void listsTheLiveOneFirst() throws IOException {
        CommandRun list = run("ls");
        JsonNode json = json(run("ls", "--json"));

        assertThat(list.out()).hasSize(4);
        assertThat(list.out().get(0)).startsWith("VERSION  STATE");
        assertThat(list.out().get(1)).startsWith("m1       live").endsWith("a person promoted it");
        assertThat(list.out().get(2)).contains("m3       candidate", "0.940", "+0.060 [-0.010, +0.113] failed");
        assertThat(json).extracting(model -> model.get("version").asText()).containsExactly("m1", "m3", "m2");
        assertThat(json.at("/1/trial/verdict/low").asDouble()).isEqualTo(-0.01);
        assertThat(json.at("/1/trial").has("confusion")).isFalse();
        assertThat(json.at("/1").has("profile")).isFalse();
    }

    @Test
    void showsAllOfAModel() throws IOException {
        Path picture = directory.resolve("confusion.png");

        CommandRun shown = run("show", "m2", "--confusion", picture.toString());

        assertThat(String.join("\n", shown.out()))
                .contains("candidate")
                .contains("trained from      m1")
                .contains("8 frames of 32 x 32, one every 133 ms")
                .contains("5: walk, run, jump, wave, bow")
                .contains("passed: for a test")
                .contains("0.940, live 0.880, on the same 50 clips; difference +0.060, 95 % interval +0.010 to +0.113")
                .contains("jump: recall 0.800, live 0.900, of 10 clips")
                .contains("20 clips, half of them labelled with at least 0.50; 2 features")
                .contains(catalog().get("m2").weights().sha256());
        assertThat(picture).hasBinaryContent(PICTURE);
        assertThat(json(run("show", "m2", "--json")).at("/profile/clips").asInt())
                .isEqualTo(20);
        assertThat(run("show", "m1", "--confusion", picture.toString()).err())
                .singleElement()
                .asString()
                .contains("holds no confusion picture");
    }

    @Test
    void promotesAndRollsBackAndForth() {
        CommandRun promoted = run("promote", "m2", "--reason", "knows bowing");

        assertThat(promoted.out()).singleElement().asString().startsWith("m2 is live; m1 retired");
        assertThat(catalog().live().orElseThrow().standing())
                .extracting(Standing::reason, Standing::replaced, Standing::forced)
                .containsExactly("knows bowing", "m1", false);
        assertThat(catalog().get("m1").state()).isEqualTo(State.RETIRED);
        assertThat(run("promote", "m2").out()).singleElement().asString().contains("nothing to do");
        assertThat(catalog().live().orElseThrow().standing().replaced())
                .as("what a rollback brings back is still known")
                .isEqualTo("m1");

        CommandRun back = run("rollback", "--reason", "falls asleep");

        assertThat(back.out()).singleElement().asString().startsWith("m1 is live again; m2 is refused");
        assertThat(catalog().live().orElseThrow().version()).isEqualTo("m1");
        assertThat(catalog().get("m2").standing().reason()).isEqualTo("rolled back: falls asleep");

        assertThat(run("rollback").err()).singleElement().asString().contains("took over from no other");
    }

    @Test
    void asksToBeForcedBeforeAClassIsLost() {
        CommandRun refused = run("promote", "m3");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).singleElement().asString().contains("m3 does not know jump, wave", "--force");
        assertThat(catalog().live().orElseThrow().version()).isEqualTo("m1");

        assertThat(run("promote", "m3", "--force").code()).isZero();
        assertThat(catalog().live().orElseThrow().standing().forced()).isTrue();
    }

    @Test
    void comparesTwoModelsDownToTheirWeights() throws IOException {
        CommandRun diff = run("diff", "m1", "m2");
        JsonNode json = json(run("diff", "m1", "m2", "--json"));

        assertThat(String.join("\n", diff.out()))
                .containsPattern("top1 +- +0.94")
                .containsPattern("classes gained +bow")
                .containsPattern("classes lost +none")
                .containsPattern("network +classes 4 -> 5")
                .containsPattern("clip +the same")
                .containsPattern("  rev_backbone.layers.0 +[0-9.]+")
                .doesNotContain("not compared");
        assertThat(json.at("/classesGained/0").asText()).isEqualTo("bow");
        assertThat(json.at("/metrics/top1/after").asDouble()).isEqualTo(0.94);
        assertThat(json.at("/weights/all").asDouble()).isPositive();
        assertThat(json(run("diff", "m1", "m1", "--json")).at("/weights/all").asDouble())
                .isZero();
    }

    @Test
    void removesAllButWhatServesAndWhatARollbackNeeds() {
        run("promote", "m2");

        assertThat(run("rm", "m3", "m2").err()).singleElement().asString().contains("m2 is live");
        assertThat(run("rm", "m1").err()).singleElement().asString().contains("rollback of the live m2");
        assertThat(catalog().models()).hasSize(3);

        assertThat(run("rm", "m3").out()).containsExactly("m3  removed");
        assertThat(run("rm", "m1", "--force").code()).isZero();
        assertThat(catalog().models()).extracting(ModelRecord::version).containsExactly("m2");
        assertThat(TopicRecords.newest(broker.connection(), Topic.MODEL_WEIGHTS).entrySet())
                .allMatch(chunk ->
                        chunk.getKey().startsWith("m2/") == (chunk.getValue().value() != null));
    }

    @Test
    void exportsAFolderThatCanBeLoaded() {
        Path folder = directory.resolve("exported");

        CommandRun first = run("export", "m2", "--out", folder.toString());
        CommandRun second = run("export", "m2", "--out", folder.toString());

        assertThat(first.err()).isEmpty();
        ModelManifest manifest = new ModelFolder(folder).manifest();
        assertThat(manifest.classes()).isEqualTo(FIVE);
        assertThat(new ModelFolder(folder).tensors(manifest)).isNotEmpty();
        assertThat(second.err()).singleElement().asString().contains("holds a model already");
    }

    @Test
    void saysWhichModelsThereAre() {
        for (String command : List.of("show", "promote", "rm", "export --out x")) {
            CommandRun run = run((command + " m9").split(" ", -1));

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).singleElement().asString().contains("there is no model 'm9'; there are m1, m2, m3");
        }
    }

    private CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("models"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("-b", broker.connection().bootstrapServers()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private ModelCatalog catalog() {
        return ModelFeed.read(broker.connection());
    }

    private static JsonNode json(CommandRun run) throws IOException {
        assertThat(run.err()).isEmpty();
        return new ObjectMapper().readTree(String.join("", run.out()));
    }

    private void publish(ModelWriter writer, String version, List<String> classes, int seed, Verdict verdict)
            throws IOException {
        ModelFolder folder = new ModelFolder(TinyModel.writeTo(directory.resolve(version), version, classes, seed));
        JsonNode manifest = new ObjectMapper().readTree(folder.manifestFile().toFile());
        Trial trial = verdict == null ? null : new Trial(Map.of("top1", 0.94), verdict, PICTURE);
        Profile profile = verdict == null
                ? null
                : new Profile(
                        20,
                        Map.of("walk", 1.0),
                        List.of(.1, .2, .3, .4, .5, .6, .7, .8, .9),
                        List.of(0f, 0f),
                        List.of(1f, 1f));
        writer.publish(
                version,
                manifest.get("sha256").asText(),
                folder.weightsFile(),
                place -> List.of(new ModelRecord(
                        version,
                        version.equals("m1") ? null : "m1",
                        Standing.of(State.CANDIDATE, Instant.now(), "trained for a test"),
                        place,
                        trial,
                        profile,
                        manifest)),
                ModelWriter.Read.nothing());
    }

    private static Verdict verdict(boolean passed) {
        return new Verdict(
                passed,
                50,
                0.88,
                0.94,
                passed ? 0.01 : -0.01,
                0.113,
                0.95,
                List.of(new Verdict.Drop("jump", 10, 0.9, 0.8)),
                "for a test");
    }
}
