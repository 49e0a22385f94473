package dev.rewind.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.ingest.synthetic.SyntheticAction;
import dev.rewind.ingest.synthetic.SyntheticVideos;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.training.gate.GateSettings;
import dev.rewind.training.service.Rounds;
import dev.rewind.training.service.TrainingServiceSettings;
import dev.rewind.training.store.HeldOut;
import dev.rewind.training.store.StoreLimits;
import dev.rewind.training.watch.RollbackSettings;
import dev.rewind.training.watch.ShadowSettings;
import dev.rewind.training.watch.WatchSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.FutureTask;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class TrainingCommandTest {
    @TempDir
    private Path folder;

    @Test
    void learnsAsUsualUnlessToldOtherwise() {
        TrainingServiceSettings settings = settings();
        TrainingServiceSettings usual =
                TrainingServiceSettings.of(settings.parent(), Path.of(".rewind/training"), settings.training());

        assertThat(settings).isEqualTo(usual);
        assertThat(settings.training().steps().limit()).contains(Duration.ofMinutes(10));
    }

    @Test
    void takesEveryPartOfTheLoopFromTheCommandLine() {
        TrainingServiceSettings settings = settings(
                ("--work w --min-clips 7 --new-clips 3 --every 2h --quiet 1s --freshness 4 --held-out 0.3 --max-clips 90"
                                + " --store 1GiB --gate-confidence 0.9 --largest-drop 0.03 --seed 8 --shadow-clips 5"
                                + " --shadow-longest 4min --shadow-silence 30s --shadow-slowest 3 --rollback-labels 20"
                                + " --rollback-chance 0.05 --keep 2 --minutes 1")
                        .split(" "));

        assertThat(settings.workDirectory()).isEqualTo(Path.of("w"));
        assertThat(settings.rounds())
                .isEqualTo(new Rounds(7, 3, Optional.of(Duration.ofHours(2)), Duration.ofSeconds(1), 4));
        assertThat(settings.heldOut()).isEqualTo(new HeldOut(0.3));
        assertThat(settings.store()).isEqualTo(new StoreLimits(90, 1L << 30, 128));
        assertThat(settings.gate()).isEqualTo(new GateSettings(0.9, 10_000, 8, OptionalDouble.of(0.03)));
        assertThat(settings.watch())
                .isEqualTo(new WatchSettings(
                        new ShadowSettings(5, Duration.ofMinutes(4), Duration.ofSeconds(30), 3),
                        new RollbackSettings(20, 0.05),
                        2));
        assertThat(settings.training().steps().limit()).contains(Duration.ofMinutes(1));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> settings("--held-out", "1"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("between 0 and 1");
        assertThatThrownBy(() -> settings("--every", "soon"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContainingAll("15min", "'soon'");
        assertThatThrownBy(() -> settings("--max-clips", "10"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("the store holds no more than 10");
    }

    @Test
    void trainsOnVideoFilesOfAnyProducer() throws Exception {
        String model = TinyModel.writeTo(folder.resolve("model")).toString();
        try (EmbeddedBroker broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(folder.resolve("data"), 0))) {
            KafkaConnection connection = broker.connection();
            TopicSetup.ensure(connection, TopicSetup.Layout.embedded());
            try (RecordPublisher producer = new RecordPublisher(connection, "producer")) {
                for (int i = 0; i < 24; i++) {
                    Path video = SyntheticVideos.write(
                            folder.resolve("clip.mp4"),
                            SyntheticAction.values()[i % 2],
                            i,
                            Duration.ofSeconds(1),
                            SyntheticVideos.Format.H264_MP4);
                    RecordHeaders label = new RecordHeaders();
                    label.add("label", (i % 2 == 0 ? "wave" : "bow").getBytes(StandardCharsets.UTF_8));
                    producer.send(Topic.LABELLED_CLIPS, "clip-" + i, Files.readAllBytes(video), label);
                }
            }
            String[] arguments = ("training -b " + connection.bootstrapServers() + " --model " + model + " --work "
                            + folder.resolve("work")
                            + " --min-clips 8 --new-clips 8 --quiet 0s --epochs 1 --held-out 0.5")
                    .split(" ");
            FutureTask<Integer> training =
                    new FutureTask<>(() -> CommandRun.of(arguments).code());
            Thread thread = new Thread(training, "training command");
            thread.start();
            try (ModelFeed feed = new ModelFeed(connection)) {
                Instant deadline = Instant.now().plusSeconds(90);
                while (feed.catalog().models().isEmpty() && Instant.now().isBefore(deadline)) {
                    feed.poll(Duration.ofMillis(100));
                }
                assertThat(feed.catalog().models()).singleElement().satisfies(trained -> {
                    assertThat(trained.parent()).isEqualTo(TinyModel.VERSION);
                    assertThat(trained.manifest().get("classes")).hasSize(5);
                    assertThat(trained.standing().reason()).contains("no clips show jump, run, walk");
                });
            }
            thread.interrupt();
            assertThat(training.get()).isZero();
        }
    }

    private TrainingServiceSettings settings(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--model", TinyModel.writeTo(folder.resolve("model")).toString()));
        TrainingCommand command = new TrainingCommand();
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(all.toArray(String[]::new));
        return command.settings();
    }
}
