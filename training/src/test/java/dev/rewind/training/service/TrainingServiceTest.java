package dev.rewind.training.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.ActionModel;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelLoadException;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.engine.Torch;
import dev.rewind.topics.LabelledClipHeaders;
import dev.rewind.topics.LabelledClipHeaders.Origin;
import dev.rewind.topics.Progress;
import dev.rewind.topics.Topic;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelRecord.State;
import dev.rewind.topics.models.ModelWeights;
import dev.rewind.training.BlobVideo;
import dev.rewind.training.Execution;
import dev.rewind.training.Log;
import dev.rewind.training.ModelTraining;
import dev.rewind.training.Steps;
import dev.rewind.training.TrainingSettings;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.evaluate.Evaluation;
import dev.rewind.training.gate.GateSettings;
import dev.rewind.training.store.HeldOut;
import dev.rewind.training.store.StoreLimits;
import dev.rewind.training.watch.RollbackSettings;
import dev.rewind.training.watch.ShadowSettings;
import dev.rewind.training.watch.WatchSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker. */
@Timeout(240)
class TrainingServiceTest {
    private static final HeldOut HELD_OUT = new HeldOut(0.3);
    private static final int CLIPS = 64;

    @TempDir
    private static Path shared;

    private static EmbeddedBroker broker;
    private static Path beginner;
    private static Path expert;

    @TempDir
    private Path folder;

    private Log log;

    @BeforeAll
    static void startBrokerAndTrainModels() {
        Torch.useThreads(1);
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(shared.resolve("broker"), 0));
        Steps one = new Steps(1, 8, 1, Optional.empty());
        // So slow that nothing moves: it guesses.
        beginner = model("beginner", BlobVideo.settings(one, BlobVideo.optimization(1e-30), Execution.usual()), 16);
        expert = model("expert", BlobVideo.settings(12), 64);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void openLog() {
        log = new Log(broker);
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void publishesOneWholeCandidateHoweverOftenItIsStopped() throws IOException {
        sendClips();
        try (TrainingService endless = service(beginner, 1_000_000)) {
            endless.start();
            log.awaitProgress(progress -> progress.state() == Progress.State.RUNNING);
            assertThat(endless.isHealthy()).isTrue();
        }
        assertThat(log.catalog().models()).isEmpty();
        assertThat(log.records(Topic.MODEL_WEIGHTS, "read_uncommitted")).isEmpty();

        try (KafkaProducer<String, byte[]> killed = killedWhilePublishing();
                TrainingService service = service(beginner, 12)) {
            service.start();
            log.awaitModels(models -> models.live().isPresent());
            assertThat(killed).isNotNull();
            assertThat(service.failure()).isEmpty();
        }
        assertThat(log.records(Topic.MODEL_WEIGHTS, "read_uncommitted"))
                .anyMatch(record -> record.key().equals("half/0"));
        assertThat(log.records(Topic.MODEL_WEIGHTS, "read_committed"))
                .noneMatch(record -> record.key().equals("half/0"));
        assertThat(log.catalog().models()).hasSize(1);
        assertCandidate(log.catalog().live().orElseThrow());

        int letters = log.records(Topic.DEAD_LETTERS, "read_committed").size();
        try (TrainingService again = service(beginner, 1_000_000)) {
            again.start();
            log.awaitProgress(progress -> progress.job().equals("training/next")
                    && progress.detail().startsWith("has 0 of the 10 new clips"));
        }
        assertThat(log.catalog().models()).hasSize(1);
        assertDeadLetters(letters);
    }

    @Test
    void learnsANewClassBesideTheOldOnesFromTheLiveModel() throws IOException {
        log.serve(expert, true);
        sendBlobs(0, CLIPS);
        for (int i = 0; i < CLIPS / 2; i++) {
            log.send("still-" + i, BlobVideo.STILL, BlobVideo.bytes(BlobVideo.STILL, i));
        }
        ModelCatalog models;
        try (TrainingService service = service(beginner, 12)) {
            service.start();
            models = log.awaitModels(seen ->
                    seen.live().filter(live -> !live.version().equals("expert")).isPresent());
        }

        ModelRecord live = models.live().orElseThrow();
        assertThat(live.parent()).isEqualTo("expert");
        assertThat(live.standing().replaced()).isEqualTo("expert");
        assertThat(live.trial().verdict().passed()).isTrue();
        assertThat(live.trial().confusion()).startsWith(0x89, 0x50, 0x4E, 0x47);
        assertThat(live.profile().clips()).isEqualTo(live.trial().verdict().clips());
        assertThat(live.profile().labels()).containsOnlyKeys("left", "right", "still");
        assertThat(live.profile().confidence()).isSorted().allMatch(share -> share > 1 / 3.0 && share <= 1);
        assertThat(live.profile().deviation()).hasSizeGreaterThan(8).allMatch(deviation -> deviation > 0);
        assertThat(models.get("expert").state()).isEqualTo(State.RETIRED);
        Path fetched = fetch(live);
        assertThat(new ModelFolder(fetched).manifest().classes()).containsExactly("left", "right", "still");
        assertThat(top1(fetched, "still")).isGreaterThan(0.9);
        assertThat(top1(fetched, "left") + top1(fetched, "right"))
                .isGreaterThan(top1(expert, "left") + top1(expert, "right") - 0.06);
    }

    @Test
    void refusesACandidateOfShuffledLabels() {
        log.serve(expert, true);
        for (int i = 0; i < CLIPS; i++) {
            // Half of the labels are right, wherever the clip lies.
            log.send("clip-" + i, label(i / 2), BlobVideo.bytes(label(i), i));
        }
        ModelCatalog models;
        try (TrainingService service = service(beginner, 4)) {
            service.start();
            models = log.awaitModels(seen -> seen.models().size() == 2);
            log.awaitProgress(progress ->
                    progress.state() == Progress.State.DONE && progress.detail().startsWith("refused by the gate"));
        }

        assertThat(models.live()).map(ModelRecord::version).contains("expert");
        ModelRecord refused = models.models().get(1);
        assertThat(refused.state()).isEqualTo(State.REFUSED);
        assertThat(refused.standing().reason()).contains("not better beyond chance", "interval [");
    }

    @Test
    void bringsThePreviousModelBackWhenPeopleDisagreeWithOneThatWasForced() throws IOException {
        log.serve(expert, true);
        log.serve(confused(), true);
        try (TrainingService service = service(beginner, 1)) {
            service.start();
            log.awaitProgress(progress -> progress.job().equals("training/next"));
            assertThat(log.catalog().live()).map(ModelRecord::version).contains("confused");
            for (int i = 0; i < 12; i++) {
                log.correct("live-" + i, label(i), BlobVideo.bytes(label(i), 5000 + i), label(i + 1), "confused");
            }
            ModelCatalog models = log.awaitModels(seen ->
                    seen.live().filter(live -> live.version().equals("expert")).isPresent());

            assertThat(models.get("confused").state()).isEqualTo(State.REFUSED);
            assertThat(models.get("confused").standing().reason())
                    .contains("people agreed with 0 of", "expert is right", "where it was wrong");
        }
    }

    @Test
    void splitsByClipsWhereThereIsOneCameraAndSaysSo() {
        assertThat(HELD_OUT.holds("desk"))
                .as("its frames are kept in the size that serving takes")
                .isTrue();
        for (int i = 0; i < CLIPS; i++) {
            LabelledClipHeaders desk = new LabelledClipHeaders(label(i), Origin.PERSON, "desk");
            log.send("clip-" + i, desk, BlobVideo.bytes(label(i), i));
        }
        ModelRecord live;
        try (TrainingService service = service(beginner, 12)) {
            service.start();
            live = log.awaitModels(models -> models.live().isPresent()).live().orElseThrow();
        }
        assertThat(live.trial().verdict().reason()).contains("all groups lie on one side of the split");
        assertThat(live.trial().verdict().clips()).isBetween(CLIPS / 6, CLIPS / 2);
        assertThat(live.trial().metrics().get("top1")).isGreaterThan(0.9);
    }

    @Test
    void beginsARoundByTimeToo() {
        sendBlobs(0, CLIPS);
        try (TrainingService service =
                service(beginner, 1, new Rounds(2, 1000, Optional.of(Duration.ofMillis(1)), Duration.ZERO, 2))) {
            service.start();
            log.awaitModels(models -> models.models().size() == 1);
            log.awaitProgress(progress ->
                    progress.detail() != null && progress.detail().startsWith("has 0 of the 1000 new clips"));
            assertThat(log.catalog().models()).as("nothing new, no round").hasSize(1);
            sendBlobs(CLIPS, CLIPS + 1);
            log.awaitModels(models -> models.models().size() == 2);
        }
    }

    @Test
    void makesFilesThatWereLostAgainBeforeARound() throws IOException {
        sendBlobs(0, CLIPS);
        try (TrainingService service = service(beginner, 1, new Rounds(2, 1, Optional.empty(), Duration.ZERO, 2))) {
            service.start();
            log.awaitModels(models -> models.models().size() == 1);
            try (Stream<Path> files = Files.list(folder.resolve("work/clips"))) {
                for (Path file : files.filter(file -> file.toString().endsWith(".frames"))
                        .toList()) {
                    Files.delete(file);
                }
            }
            sendBlobs(CLIPS, CLIPS + 1);
            log.awaitModels(models -> models.models().size() == 2);
        }
        assertThat(log.progress()).noneMatch(progress -> progress.state() == Progress.State.FAILED);
        assertThat(log.records(Topic.DEAD_LETTERS, "read_committed")).isEmpty();
    }

    @Test
    void letsANewerCandidateTakeAShadowsPlace() {
        log.serve(beginner, true);
        sendBlobs(0, CLIPS);
        try (TrainingService service =
                service(beginner, 12, new Rounds(2, 1, Optional.empty(), Duration.ZERO, 2), 1_000_000)) {
            service.start();
            log.awaitModels(models -> models.shadow().isPresent());
            sendBlobs(CLIPS, CLIPS + 1);
            ModelCatalog models = log.awaitModels(seen -> seen.models().size() == 3);

            ModelRecord first = models.models().get(1);
            assertThat(first.state()).isEqualTo(State.REFUSED);
            assertThat(first.standing().reason())
                    .contains("the newer candidate "
                            + models.shadow().orElseThrow().version());
            assertThat(models.live()).map(ModelRecord::version).contains("beginner");
        }
    }

    @Test
    void saysThatTheParentIsNoModel() {
        assertThatThrownBy(() -> service(folder, 1))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(folder.toString());
    }

    private void assertCandidate(ModelRecord model) throws IOException {
        ModelManifest manifest = new ModelFolder(fetch(model)).manifest();
        assertThat(model.standing().reason()).contains("passed the gate");
        assertThat(model.version()).startsWith("tiny-").isEqualTo(manifest.version());
        assertThat(model.parent()).isEqualTo("beginner");
        assertThat(manifest.classes()).isEqualTo(BlobVideo.CLASSES);
        try (ActionModel candidate = ActionModel.load(folder.resolve("fetched"))) {
            Evaluation evaluation = heldOut(candidate);
            assertThat(model.trial().metrics())
                    .containsEntry("clips", (double) evaluation.clips())
                    .containsEntry("top1", evaluation.top1())
                    .containsEntry("top5", evaluation.top5())
                    .hasSize(3);
            assertThat(evaluation.top1()).isGreaterThan(0.9);
            assertThat(model.trial().verdict().candidate()).isEqualTo(evaluation.top1());
            assertThat(model.trial().verdict().clips()).isEqualTo(evaluation.clips());
        }
    }

    private void assertDeadLetters(int expected) {
        List<ConsumerRecord<String, byte[]>> letters = log.records(Topic.DEAD_LETTERS, "read_committed");
        Map<String, String> reasons = new HashMap<>();
        letters.forEach(letter -> reasons.put(
                letter.key(),
                new String(letter.headers().lastHeader("dead-letter-reason").value(), StandardCharsets.UTF_8)));
        assertThat(letters).as("none is told again once a round has seen it").hasSize(expected);
        assertThat(reasons).containsOnlyKeys("garbage", "unlabelled");
        assertThat(reasons.get("garbage")).contains("cannot be decoded", "no blob video");
        assertThat(reasons.get("unlabelled")).contains("header 'label'");
    }

    /** Clips of two classes; one is corrected, one forgotten, one is no video, and one has no label. */
    private void sendClips() {
        log.send("clip-0", "right", BlobVideo.bytes("right", 777));
        log.send("forgotten", "left", BlobVideo.bytes("right", 778));
        sendBlobs(0, CLIPS);
        log.forget("forgotten");
        log.send("garbage", "left", new byte[] {9, 9, 9});
        log.send(Topic.LABELLED_CLIPS, "unlabelled", BlobVideo.bytes("left", 1), new RecordHeaders());
    }

    private void sendBlobs(int from, int to) {
        for (int i = from; i < to; i++) {
            log.send("clip-" + i, label(i), BlobVideo.bytes(label(i), i));
        }
    }

    private static String label(int clip) {
        return BlobVideo.CLASSES.get(clip % 2);
    }

    /** What a round measures with: worked out from the clips sent, not from the service's store. */
    private Evaluation heldOut(ActionModel model) throws IOException {
        int clips = 0;
        int right = 0;
        for (int i = 0; i < CLIPS; i++) {
            if (HELD_OUT.holds("clip-" + i)) {
                clips++;
                right += best(model, label(i), i).equals(label(i)) ? 1 : 0;
            }
        }
        return new Evaluation("held out", clips, right / (double) clips, 1, Map.of(), List.of(), new int[0][]);
    }

    /** Of forty clips that nobody has learned from. */
    private double top1(Path model, String label) throws IOException {
        int right = 0;
        try (ActionModel loaded = ActionModel.load(model)) {
            for (int i = 0; i < 40; i++) {
                right += best(loaded, label, 100_000 + i).equals(label) ? 1 : 0;
            }
        }
        return right / 40.0;
    }

    private String best(ActionModel model, String label, long seed) throws IOException {
        Path file = Files.write(folder.resolve("asked"), BlobVideo.bytes(label, seed));
        byte[] clip =
                Footage.fixed(BlobVideo.read(file, Footage.live(BlobVideo.CLIP).scaling()), BlobVideo.CLIP);
        float[] scores = model.probabilities(List.of(clip)).get(0);
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return model.manifest().classes().get(best);
    }

    private TrainingService service(Path parent, int epochs) {
        return service(parent, epochs, new Rounds(CLIPS, 10, Optional.empty(), Duration.ZERO, 2));
    }

    private TrainingService service(Path parent, int epochs, Rounds rounds) {
        return service(parent, epochs, rounds, 0);
    }

    private TrainingService service(Path parent, int epochs, Rounds rounds, int shadowClips) {
        TrainingServiceSettings settings = new TrainingServiceSettings(
                parent,
                folder.resolve("work"),
                rounds,
                new StoreLimits(1000, 1 << 30, 128),
                HELD_OUT,
                GateSettings.usual(),
                new WatchSettings(
                        new ShadowSettings(shadowClips, Duration.ofMinutes(5), Duration.ofMinutes(5), 2),
                        RollbackSettings.usual(),
                        5),
                BlobVideo.settings(epochs));
        return new TrainingService(log.connection(), settings, BlobVideo::read);
    }

    private static Path model(String version, TrainingSettings settings, int clips) {
        Path folder = shared.resolve(version);
        new ModelTraining("tiny", BlobVideo.NETWORK, BlobVideo.CLIP, settings, Optional.empty())
                .run(BlobVideo.clips(shared, clips, 900), version, folder, progress -> {});
        return folder;
    }

    /** The expert, but it calls left right and right left. */
    private Path confused() throws IOException {
        Path confused = Files.createDirectories(folder.resolve("confused"));
        ModelFolder from = new ModelFolder(expert);
        ModelFolder to = new ModelFolder(confused);
        Files.copy(from.weightsFile(), to.weightsFile());
        String manifest = Files.readString(from.manifestFile());
        String swapped = manifest.replace("\"left\"", "\"?\"")
                .replace("\"right\"", "\"left\"")
                .replace("\"?\"", "\"right\"");
        Files.writeString(to.manifestFile(), swapped.replace("\"expert\"", "\"confused\""));
        assertThat(to.manifest().classes()).containsExactly("right", "left");
        return confused;
    }

    /** A trainer that died between a chunk and the rest: it holds its transaction open. */
    private KafkaProducer<String, byte[]> killedWhilePublishing() {
        Map<String, Object> settings = log.connection().clientSettings();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "rewind-training");
        KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        var unused = producer.send(new ProducerRecord<>(Topic.MODEL_WEIGHTS.topicName(), "half/0", new byte[10]));
        producer.flush();
        return producer;
    }

    private Path fetch(ModelRecord model) throws IOException {
        Path folder = Files.createDirectories(this.folder.resolve("fetched"));
        ModelFolder fetched = new ModelFolder(folder);
        ModelWeights.download(log.connection(), model, fetched.weightsFile());
        Files.writeString(fetched.manifestFile(), model.manifest().toString());
        ActionModel.load(folder).close(); // compares the weights with the manifest's SHA-256
        return folder;
    }
}
