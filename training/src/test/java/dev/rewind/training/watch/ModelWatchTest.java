package dev.rewind.training.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.topics.Topic;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelRecord.State;
import dev.rewind.topics.models.ModelWriter;
import dev.rewind.topics.models.ServingReport;
import dev.rewind.topics.models.ShadowReport;
import dev.rewind.training.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker, with an inference that only reports. */
@Timeout(120)
class ModelWatchTest {
    private static final ShadowSettings SHADOW = new ShadowSettings(20, Duration.ofHours(1), Duration.ofHours(1), 2);

    @TempDir
    private static Path brokerFolder;

    private static EmbeddedBroker broker;

    @TempDir
    private Path folder;

    private Log log;
    private ModelWriter writer;
    private ModelWatch watch;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(brokerFolder, 0));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() {
        log = new Log(broker);
        writer = new ModelWriter(log.connection(), "watched");
        watch = watch(SHADOW);
    }

    @AfterEach
    void stop() {
        watch.close();
        writer.close();
        log.close();
    }

    @Test
    void promotesAShadowAfterEnoughLiveClipsOfAllInstances() {
        publish("first", State.LIVE);
        publish("second", State.SHADOW);
        report(new ShadowReport("second", "a", 10, 9, 100, 150));
        report(new ShadowReport("other", "a", 1000, 9, 100, 150));
        lookUntil(models -> watched(10));
        assertThat(state("second")).isEqualTo(State.SHADOW);

        report(new ShadowReport("second", "b", 9, 8, 100, 150));
        report(new ShadowReport("second", "a", 11, 10, 100, 150));
        lookUntil(models -> state("second") == State.LIVE);

        ModelRecord live = watch.catalog().live().orElseThrow();
        assertThat(live.trial().metrics())
                .containsEntry("shadowClips", 20.0)
                .containsEntry("shadowAgreement", 0.9)
                .containsEntry("shadowSpeed", 1.5)
                .containsEntry("top1", 0.9);
        assertThat(live.standing().replaced()).isEqualTo("first");
        assertThat(live.standing().reason()).contains("18 of 20 live clips");
        assertThat(state("first")).isEqualTo(State.RETIRED);
    }

    @Test
    void takesARefusalOfTheLiveModelForARollback() {
        publish("first", State.LIVE);
        publish("second", State.SHADOW);
        watch.close();
        watch = watch(new ShadowSettings(0, Duration.ZERO, Duration.ZERO, 2));
        lookUntil(models -> state("second") == State.LIVE);

        log.report(
                new ServingReport("second", "a", Optional.of("its weights are not finite")).toProgress(Instant.now()));
        lookUntil(models -> state("second") == State.REFUSED);

        assertThat(watch.catalog().live()).map(ModelRecord::version).contains("first");
        assertThat(watch.catalog().get("second").standing().reason())
                .contains("rolled back", "inference a refuses it: its weights are not finite");
    }

    @Test
    void refusesAShadowThatInferenceRefuses() {
        publish("first", State.LIVE);
        publish("second", State.SHADOW);
        log.report(new ServingReport("second", "a", Optional.of("too slow")).toProgress(Instant.now()));
        lookUntil(models -> state("second") == State.REFUSED);

        assertThat(watch.catalog().live()).map(ModelRecord::version).contains("first");
    }

    @Test
    void leavesTheOnlyLiveModelWhateverIsReported() {
        publish("first", State.LIVE);
        log.report(new ServingReport("first", "a", Optional.of("too slow")).toProgress(Instant.now()));
        // One at least lies behind the refusal in its partition.
        List<String> others = IntStream.range(0, 30).mapToObj(i -> "other-" + i).toList();
        others.forEach(other -> report(new ShadowReport(other, "a", 77, 0, 1, 1)));
        lookUntil(models -> others.stream().allMatch(other -> watched(other, 77)));

        assertThat(state("first")).isEqualTo(State.LIVE);
    }

    @Test
    void hearsReportsThatCameWhileNobodyWatched() {
        publish("first", State.LIVE);
        publish("second", State.SHADOW);
        watch.close();
        report(new ShadowReport("second", "a", 20, 20, 100, 100));
        watch = watch(SHADOW);
        lookUntil(models -> state("second") == State.LIVE);
    }

    @Test
    void refusesAShadowThatWasMeasuredAgainstAnotherModel() {
        publish("first", State.LIVE);
        publish("second", State.SHADOW);
        publish("third", State.RETIRED);
        writer.change(
                log.catalog().promote("third", "a person wants it", true, Instant.now()), ModelWriter.Read.nothing());
        lookUntil(models -> state("second") == State.REFUSED);

        assertThat(watch.catalog().get("second").standing().reason()).contains("against first, but third serves now");
    }

    @Test
    void keepsTheLastModelsWithTheirWeightsAndThoseInUse() {
        publish("oldest", State.RETIRED);
        publish("first", State.LIVE);
        for (int i = 0; i < 4; i++) {
            publish("refused-" + i, State.REFUSED);
        }
        publish("second", State.SHADOW);
        watch.close();
        watch = watch(new ShadowSettings(0, Duration.ZERO, Duration.ZERO, 2));
        lookUntil(models -> models.find("oldest").isEmpty());

        assertThat(watch.catalog().models())
                .extracting(ModelRecord::version)
                .containsExactly("refused-2", "refused-3", "first", "second");
        assertThat(log.records(Topic.MODEL_WEIGHTS, "read_committed").stream().filter(record -> record.value() == null))
                .extracting(record -> record.key())
                .containsExactlyInAnyOrder("oldest/0", "refused-0/0", "refused-1/0");
    }

    private ModelWatch watch(ShadowSettings shadow) {
        return new ModelWatch(
                log.connection(),
                new WatchSettings(shadow, RollbackSettings.usual(), 2),
                writer,
                new Feedback(),
                (model, opinions) -> List.of());
    }

    private void publish(String version, State state) {
        try {
            Path weights = Files.writeString(folder.resolve("weights"), version);
            String parent = state == State.SHADOW ? "first" : null;
            writer.publish(
                    version,
                    "sha of " + version,
                    weights,
                    place -> {
                        ModelRecord model = Models.record(version, state, Instant.now(), Map.of("top1", 0.9), place);
                        return List.of(new ModelRecord(
                                version, parent, model.standing(), place, model.trial(), null, model.manifest()));
                    },
                    ModelWriter.Read.nothing());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void report(ShadowReport report) {
        log.report(report.toProgress(Instant.now()));
    }

    private State state(String version) {
        return watch.catalog().find(version).map(ModelRecord::state).orElse(null);
    }

    private boolean watched(long clips) {
        return watched("second", clips);
    }

    private boolean watched(String version, long clips) {
        return watch.reported(version).filter(report -> report.clips() == clips).isPresent();
    }

    private void lookUntil(Predicate<ModelCatalog> wanted) {
        Instant deadline = Instant.now().plusSeconds(30);
        while (Instant.now().isBefore(deadline)) {
            watch.look();
            if (wanted.test(watch.catalog())) {
                return;
            }
        }
        assertThat(wanted.test(watch.catalog())).as("%s", watch.catalog()).isTrue();
    }
}
