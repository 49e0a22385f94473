package dev.rewind.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rewind.inference.serving.RealModels.Shape;
import dev.rewind.model.ActionModel;
import dev.rewind.model.ClipScores;
import dev.rewind.model.Compute;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Dtype;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelRecord.State;
import dev.rewind.topics.models.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real networks on two devices, which are both the processor: each has its replica and its thread, as GPUs have theirs. */
@Timeout(180)
class SeveralDevicesTest {
    private static final Compute CPU = new Compute(new DeviceChoice.Cpu(), Compute.Kind.FAST, Dtype.FP32);
    private static final String FIRST = "first";
    private static final String TOO_LARGE = "too-large";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final float SAME = 1e-4f;

    @TempDir
    private static Path brokerDirectory;

    private static EmbeddedBroker broker;

    @TempDir
    private Path directory;

    private final List<byte[]> clips = clips(64);
    private final List<ClipModel> loaded = new CopyOnWriteArrayList<>();
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
    void serveTheFirstModelOnTwoDevices(TestInfo info) {
        connection = broker.connection();
        models = new RealModels(connection, directory);
        instance = info.getTestMethod().orElseThrow().getName();
        Path folder = models.write(FIRST, Shape.of(RealModels.FOUR, 1));
        models.publish(new ModelFolder(folder), State.LIVE, true);
        ModelLoader topic = new TopicModelLoader(connection, directory.resolve("downloads"), CPU);
        loader = new CountingLoader(model -> load(topic, model));
        server = new ModelServer(connection, settings(), replicas(FIRST), loader, Duration.ZERO);
        server.start();
        progress = new ProgressTopic(connection);
    }

    @AfterEach
    void close() {
        progress.close();
        server.close();
        ModelFeed.read(connection).shadow().ifPresent(shadow -> models.retire(shadow.version()));
    }

    private ServingSettings settings() {
        return new ServingSettings(instance, 4, Duration.ofMillis(5), 1000);
    }

    private ClipModel load(ModelLoader from, ModelRecord model) {
        ClipModel one = from.load(model);
        return model.version().equals(TOO_LARGE) ? watch(new Lonely(one)) : watched(one);
    }

    private Replicas replicas(String version) {
        return Replicas.of(watched(model(version)), List.of(CPU));
    }

    private ClipModel model(String version) {
        return ClipModel.of(ActionModel.load(directory.resolve(version), CPU), Optional.empty());
    }

    private ClipModel watched(ClipModel model) {
        return watch(new Watched(model));
    }

    private ClipModel watch(Watched model) {
        loaded.add(model);
        return model;
    }

    @Test
    void scoresEachClipAsOneDeviceDoes() {
        try (ClipModel alone = model(FIRST)) {
            List<Scores> scores = scoreOnBoth();

            for (int i = 0; i < scores.size(); i++) {
                byte[] clip = clips.get(i % clips.size());
                ClipScores expected = alone.score(List.of(clip)).get(0);
                ClipScores found = scores.get(i).clip();
                assertThat(found.probabilities()).containsExactly(expected.probabilities(), within(SAME));
                assertThat(found.embedding()).containsExactly(expected.embedding(), within(10 * SAME));
                assertThat(scores.get(i).compute()).contains(CPU);
            }
        }
        assertThat(server.load().devices()).extracting(ServingLoad.Device::name).containsExactly("cpu", "cpu");
    }

    @Test
    void exchangesTheModelOfEachDeviceAndLoadsTheNextOnce() {
        models.publish("second", Shape.of(RealModels.SIX, 2), State.LIVE);
        progress.awaitTakenOver("second", instance);

        assertThat(scoreOnBoth()).allSatisfy(scores -> {
            assertThat(scores.model().version()).isEqualTo("second");
            assertThat(scores.clip().probabilities()).hasSize(6);
        });
        assertThat(loader.loads()).containsExactly("second");
        assertThat(loaded).hasSize(4);
        assertThat(loaded.subList(0, 2)).allSatisfy(SeveralDevicesTest::requireFreed);
    }

    @Test
    void leavesEachDeviceAsItWasWhereOneHasNoRoomForTheNextModel() {
        models.publish(TOO_LARGE, Shape.of(RealModels.FOUR, 3), State.LIVE);

        assertThat(progress.awaitRefusal(TOO_LARGE, instance).refusal().orElseThrow())
                .contains("OutOfMemoryError: no room on the second device");
        assertThat(server.model().version()).isEqualTo(FIRST);
        assertThat(scoreOnBoth()).allMatch(scores -> scores.model().version().equals(FIRST));
        assertThat(loaded).hasSize(3);
        requireFreed(loaded.get(2));
    }

    @Test
    void triesAShadowOnTheFirstDeviceAndTakesItOverOnBothWithoutLoadingItAgain() {
        models.publish("shadow", Shape.of(RealModels.SIX, 4), State.SHADOW);
        progress.awaitTakenOver("shadow", instance);
        assertThat(loaded).as("two replicas of the first, one shadow").hasSize(3);
        assertThat(scoreOnBoth()).allMatch(scores -> scores.model().version().equals(FIRST));
        assertThat(progress.awaitShadow(shadow -> shadow.version().equals("shadow") && shadow.clips() > 0)
                        .clips())
                .isLessThanOrEqualTo(server.load().devices().get(0).clips());

        models.promote("shadow", false);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!scoreOnBoth().stream()
                .allMatch(scores -> scores.model().version().equals("shadow"))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        assertThat(loader.loads()).containsExactly("shadow");
        assertThat(loaded).hasSize(4);
    }

    @Test
    void letsACheaperModelHelpOnEachDevice() {
        AtomicInteger relieved = new AtomicInteger();
        Path cheap = models.write("cheap", Shape.of(RealModels.FOUR, 5));
        server.relieve(cheap.toString(), () -> true, relieved::addAndGet);

        List<Scores> scores = scoreOnBoth();
        assertThat(scores).allMatch(each -> each.model().version().equals("cheap"));
        assertThat(relieved).hasValue(scores.size());
    }

    @Test
    void leavesNoThreadAndNoModelBehind() {
        scoreOnBoth();
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("rewind-model"))
                .toList();
        assertThat(threads).hasSize(3); // two that compute, one that follows

        server.close();

        assertThat(threads).noneMatch(Thread::isAlive);
        assertThat(loaded).hasSize(2).allSatisfy(SeveralDevicesTest::requireFreed);
    }

    /** What became of the clips, one after another, again and again until each device has had some of them. */
    private List<Scores> scoreOnBoth() {
        List<Scores> all = new ArrayList<>();
        long[] before = clipsByDevice();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        do {
            List<CompletableFuture<Scores>> scores = new ArrayList<>();
            clips.forEach(clip -> scores.add(server.scorer().submit(clip)));
            scores.forEach(each -> all.add(
                    each.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join()));
            assertThat(System.nanoTime()).as("one device alone scores").isLessThan(deadline);
        } while (clipsByDevice()[0] == before[0] || clipsByDevice()[1] == before[1]);
        return all;
    }

    private long[] clipsByDevice() {
        return server.load().devices().stream()
                .mapToLong(ServingLoad.Device::clips)
                .toArray();
    }

    private static void requireFreed(ClipModel model) {
        assertThatThrownBy(() -> model.score(clips(1))).isInstanceOf(IllegalStateException.class);
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

    /** Tells the test of its replicas. */
    private class Watched implements ClipModel {
        private final ClipModel model;

        private Watched(ClipModel model) {
            this.model = model;
        }

        @Override
        public ModelManifest manifest() {
            return model.manifest();
        }

        @Override
        public Optional<Profile> profile() {
            return model.profile();
        }

        @Override
        public Optional<Compute> compute() {
            return model.compute();
        }

        @Override
        public ClipModel replica(Compute other) {
            return watched(model.replica(other));
        }

        @Override
        public List<ClipScores> score(List<byte[]> batch) {
            return model.score(batch);
        }

        @Override
        public void close() {
            model.close();
        }
    }

    /** Has room on the first device alone. */
    private final class Lonely extends Watched {
        private Lonely(ClipModel model) {
            super(model);
        }

        @Override
        public ClipModel replica(Compute other) {
            throw new OutOfMemoryError("no room on the second device");
        }
    }
}
