package dev.rewind.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.inference.serving.RealModels.Shape;
import dev.rewind.model.ActionModel;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.Compute;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.engine.Torch;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelRecord.State;
import dev.rewind.topics.models.ShadowReport;
import dev.rewind.topics.models.Standing;
import dev.rewind.topics.models.WeightsPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real models on a real broker, taken over by a server that scores clips all the while. */
@Timeout(180)
class ModelServerTest {
    private static final String FIRST = "first";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path brokerDirectory;

    private static EmbeddedBroker broker;

    @TempDir
    private Path directory;

    private KafkaConnection connection;
    private RealModels models;
    private String instance;
    private CountingLoader loader;
    private ProgressTopic progress;
    private ModelServer server;

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
    void serveTheFirstModel(TestInfo info) {
        connection = broker.connection();
        models = new RealModels(connection, directory);
        instance = info.getTestMethod().orElseThrow().getName();
        loader = new CountingLoader(new TopicModelLoader(connection, directory.resolve("downloads"), Compute.exact()));
        Path folder = models.write(FIRST, Shape.of(RealModels.FOUR, 1));
        models.publish(new ModelFolder(folder), State.LIVE, true);
        server = server(loader);
        server.start();
        progress = new ProgressTopic(connection);
    }

    @AfterEach
    void close() {
        loader.release();
        progress.close();
        server.close();
        ModelFeed.read(connection).shadow().ifPresent(shadow -> models.retire(shadow.version()));
    }

    private ModelServer server(ModelLoader from) {
        ClipModel first = ClipModel.of(ActionModel.load(directory.resolve(FIRST)), Optional.empty());
        return new ModelServer(connection, settings(), first, from);
    }

    private ServingSettings settings() {
        return new ServingSettings(instance, 4, Duration.ofMillis(5), 3);
    }

    @Test
    void scoresOnWhileAnotherModelIsLoadingAndThenWithThat() {
        loader.hold("second");
        models.publish("second", Shape.of(RealModels.SIX, 2), State.LIVE);
        loader.awaitHeld();

        assertThat(score(50)).allMatch(scores -> scores.model().version().equals(FIRST));

        loader.release();
        awaitServing("second");
        assertThat(score(50)).allSatisfy(scores -> {
            assertThat(scores.model().classes()).isEqualTo(RealModels.SIX);
            assertThat(scores.clip().probabilities()).hasSize(6);
        });
        assertThat(directory.resolve("downloads")).isEmptyDirectory();
    }

    @Test
    void refusesWeightsThatAreDamagedOnTheirWay() throws IOException {
        ModelFolder folder = new ModelFolder(models.write("damaged", Shape.of(RealModels.FOUR, 3)));
        byte[] bytes = Files.readAllBytes(folder.weightsFile());
        bytes[bytes.length - 3] ^= 1;
        Files.write(folder.weightsFile(), bytes);
        models.publish(folder, State.LIVE, true);

        refuses("damaged", "have the SHA-256");
    }

    @Test
    void refusesWeightsOfWhichAPartIsMissing() {
        ModelFolder folder = new ModelFolder(models.write("cut", Shape.of(RealModels.FOUR, 3)));
        models.publish(folder, State.CANDIDATE, true);
        ModelRecord whole = ModelFeed.read(connection).get("cut");
        WeightsPlace place = whole.weights();
        WeightsPlace longer = new WeightsPlace(
                place.sha256(), place.bytes(), place.chunks() + 2, place.partition(), place.firstOffset());
        models.change(List.of(RealModels.record(folder, "cut", longer)
                .with(new Standing(State.LIVE, Instant.now(), "for a test", FIRST, true))));

        refuses("cut", "has 1 of their 3 chunks");
    }

    @Test
    void refusesWeightsThatAreNotNumbers() {
        models.publish("nan", Shape.of(RealModels.FOUR, 4).withValues(() -> Float.NaN), State.LIVE);

        refuses("nan", "holds NaN");
    }

    @Test
    void refusesScoresThatAreNotNumbers() {
        models.publish("overflowing", Shape.of(RealModels.FOUR, 4).withValues(() -> 1e30), State.LIVE);

        refuses("overflowing", "gives scores that are not numbers");
    }

    @Test
    void refusesWeightsOfAnotherNetwork() throws IOException {
        ModelFolder other = new ModelFolder(models.write("other", Shape.of(RealModels.SIX, 4)));
        ModelFolder folder = new ModelFolder(models.write("mixed", Shape.of(RealModels.FOUR, 4)));
        String manifest = Files.readString(folder.manifestFile())
                .replace(folder.manifest().sha256(), other.manifest().sha256());
        Files.writeString(folder.manifestFile(), manifest);
        Files.copy(other.weightsFile(), folder.weightsFile(), StandardCopyOption.REPLACE_EXISTING);
        models.publish(folder, State.LIVE, true);

        refuses("mixed", "do not fit the network");
    }

    @Test
    void refusesAManifestOfAnotherVersion() throws IOException {
        ModelFolder folder = new ModelFolder(models.write("renamed", Shape.of(RealModels.FOUR, 4)));
        models.publish(folder, State.CANDIDATE, true);
        WeightsPlace place = ModelFeed.read(connection).get("renamed").weights();
        models.change(List.of(RealModels.record(new ModelFolder(directory.resolve(FIRST)), "renamed", place)
                .with(new Standing(State.LIVE, Instant.now(), "for a test", FIRST, true))));

        refuses("renamed", "its manifest names version first");
    }

    @Test
    void refusesAModelThatHasLostAClassUnlessItIsForced() {
        models.publish("forgetful", Shape.of(List.of("run", "jump", "wave"), 5), State.LIVE);
        refuses("forgetful", "does not know walk, which first knows");

        models.promote("forgetful", true);
        awaitServing("forgetful");
    }

    @Test
    void refusesAModelThatIsTooSlowUnlessItIsForced() {
        models.publish("slow", Shape.of(RealModels.FOUR, 6).withBlocks(8, 60), State.LIVE);
        refuses("slow", "times as long for a clip as first, more than the 3.0 times");

        models.promote("slow", true);
        awaitServing("slow");
    }

    @Test
    void refusesAModelOfOtherClipsEvenIfItIsForced() {
        ClipSpec longer = new ClipSpec(8, 8, 8, Duration.ofMillis(100), ClipSpec.Sampling.PERIOD);
        ModelFolder folder = new ModelFolder(
                models.write("longer", Shape.of(RealModels.FOUR, 7).withClip(longer)));
        models.publish(folder, State.LIVE, true);

        refuses("longer", "takes clips of 8 frames of 8x8 every 100 ms");
    }

    @Test
    void refusesAModelThatTheMachineHasNoMemoryFor() {
        server.close();
        server = server(model -> {
            throw new OutOfMemoryError("no space");
        });
        server.start();
        models.publish("huge", Shape.of(RealModels.FOUR, 8), State.LIVE);

        refuses("huge", "OutOfMemoryError: no space");
    }

    @Test
    void looksAtARefusedModelAgainOnlyWhenItsRecordChanges() {
        models.publish("again", Shape.of(RealModels.FOUR, 9).withValues(() -> Float.NaN), State.LIVE);
        refuses("again", "holds NaN");

        models.publish("unrelated", Shape.of(RealModels.FOUR, 10), State.SHADOW);
        progress.awaitTakenOver("unrelated", instance); // by then the refused one was passed over again
        assertThat(loader.loads()).containsExactly("again", "unrelated");

        models.publish("again", Shape.of(RealModels.FOUR, 9), State.LIVE);
        awaitServing("again");
    }

    @Test
    void dropsAModelThatIsOutdatedWhenItHasLoaded() {
        loader.hold("outdated");
        models.publish("outdated", Shape.of(RealModels.FOUR, 11), State.LIVE);
        loader.awaitHeld();
        models.publish("newer", Shape.of(RealModels.FOUR, 12), State.LIVE);
        loader.release();
        awaitServing("newer");

        assertThat(progress.mentions("outdated")).isFalse();
        assertThat(loader.loads()).containsExactly("outdated", "newer");
    }

    @Test
    void neverSeesAModelWhoseTransactionWasNotCommitted() {
        ModelFolder folder = new ModelFolder(models.write("half", Shape.of(RealModels.FOUR, 13)));
        try (UnfinishedPublication unfinished = new UnfinishedPublication(connection)) {
            unfinished.write(folder);
            models.publish("elsewhere", Shape.of(RealModels.FOUR, 14), State.CANDIDATE);
            assertThat(score(10)).allMatch(scores -> scores.model().version().equals(FIRST));
            unfinished.abort();
        }
        models.publish("whole", Shape.of(RealModels.FOUR, 15), State.LIVE);
        awaitServing("whole");

        assertThat(loader.loads()).containsExactly("whole");
    }

    @Test
    void triesAShadowOnTheSameClipsAndTakesItOverWithoutLoadingItAgain() {
        Path folder = models.write("shadow", Shape.of(RealModels.SIX, 16));
        models.publish(new ModelFolder(folder), State.SHADOW, false);
        progress.awaitTakenOver("shadow", instance);

        List<byte[]> clips = clips(40);
        List<Scores> live = score(clips);
        assertThat(live).allMatch(scores -> scores.model().version().equals(FIRST));
        ShadowReport report = progress.awaitShadow(shadow -> shadow.version().equals("shadow") && shadow.clips() > 0);
        assertThat(report.instance()).isEqualTo(instance);
        assertThat(report.liveMillis()).isPositive();
        assertThat(report.shadowMillis()).isPositive();

        models.promote("shadow", false);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String serving = FIRST;
        while (!serving.equals("shadow")) {
            serving = score(1).get(0).model().version();
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        assertThat(loader.loads()).containsExactly("shadow");
    }

    @Test
    void countsAgreementByTheNamesOfTheClasses() {
        // The same weights under the same names: all labels agree, whatever order the topic's report comes in.
        Path folder = models.write("twin", Shape.of(RealModels.FOUR, 1));
        models.publish(new ModelFolder(folder), State.SHADOW, false);
        progress.awaitTakenOver("twin", instance);
        score(30).forEach(scores -> assertThat(scores.model().version()).isEqualTo(FIRST));

        ShadowReport report = progress.awaitShadow(shadow -> shadow.version().equals("twin") && shadow.clips() > 0);
        assertThat(report.agreed()).isEqualTo(report.clips());
    }

    private void refuses(String version, String reason) {
        assertThat(progress.awaitRefusal(version, instance).refusal().orElseThrow())
                .contains(reason);
        assertThat(server.model().version()).isEqualTo(FIRST);
        assertThat(score(5)).allMatch(scores -> scores.model().version().equals(FIRST));
    }

    private void awaitServing(String version) {
        progress.awaitTakenOver(version, instance);
        assertThat(server.model().version()).isEqualTo(version);
    }

    private List<Scores> score(int count) {
        return score(clips(count));
    }

    private List<Scores> score(List<byte[]> clips) {
        List<CompletableFuture<Scores>> scores = new ArrayList<>();
        clips.forEach(clip -> scores.add(server.scorer().submit(clip)));
        return scores.stream()
                .map(each ->
                        each.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join())
                .toList();
    }

    private static List<byte[]> clips(int count) {
        Random random = new Random(3);
        List<byte[]> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] clip = new byte[RealModels.CLIP.bytes()];
            random.nextBytes(clip);
            clips.add(clip);
        }
        return clips;
    }
}
