package dev.rewind.training.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.model.ActionModel;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.engine.Torch;
import dev.rewind.topics.Topic;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelWeights;
import dev.rewind.training.BlobVideo;
import dev.rewind.training.Log;
import dev.rewind.training.ModelTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trainer that is killed again and again, and a reader that sees what is committed meanwhile. */
@Tag("slow")
class KilledTrainingTest {
    private static final int KILLS = 20;
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(9);

    @TempDir
    private Path folder;

    private final Set<String> whole = new HashSet<>();
    private int clips;

    @Test
    void leavesNoHalfModelAndTheNextRoundCompletes() throws Exception {
        Torch.useThreads(1);
        Path parent = folder.resolve("parent");
        new ModelTraining("tiny", BlobVideo.NETWORK, BlobVideo.CLIP, BlobVideo.settings(1), Optional.empty())
                .run(BlobVideo.clips(folder, 8, 900), "parent", parent, progress -> {});
        SplittableRandom random = new SplittableRandom(20);
        try (EmbeddedBroker broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(folder.resolve("broker"), 0));
                Log log = new Log(broker)) {
            send(log, 40);
            try (ModelFeed feed = new ModelFeed(log.connection())) {
                for (int kill = 0; kill < KILLS; kill++) {
                    send(log, 1);
                    Process trainer = trainer(log, parent);
                    // From before it has read anything to when it has published.
                    watch(log, feed, Instant.now().plusMillis(1500 + random.nextLong(LONGEST_LIFE.toMillis())));
                    trainer.destroyForcibly().waitFor();
                    watch(log, feed, Instant.now());
                }
                int before = whole.size();
                send(log, 1);
                Process trainer = trainer(log, parent);
                Instant deadline = Instant.now().plusSeconds(120);
                while (whole.size() == before && Instant.now().isBefore(deadline)) {
                    watch(log, feed, Instant.now());
                }
                trainer.destroyForcibly().waitFor();
                assertThat(whole).as("the round after the last kill completes").hasSizeGreaterThan(before);
            }
            assertThat(log.records(Topic.DEAD_LETTERS, "read_committed")).isEmpty();
        }
    }

    /** Downloads and loads every model as soon as it is seen. */
    private void watch(Log log, ModelFeed feed, Instant until) throws IOException {
        do {
            feed.poll(Duration.ofMillis(20));
            for (ModelRecord model : feed.catalog().models()) {
                if (whole.add(model.version())) {
                    ModelFolder fetched = new ModelFolder(Files.createDirectories(folder.resolve(model.version())));
                    ModelWeights.download(log.connection(), model, fetched.weightsFile());
                    Files.writeString(fetched.manifestFile(), model.manifest().toString());
                    ActionModel.load(folder.resolve(model.version())).close();
                }
            }
        } while (Instant.now().isBefore(until));
    }

    private void send(Log log, int count) {
        for (int i = 0; i < count; i++, clips++) {
            String label = BlobVideo.CLASSES.get(clips % 2);
            log.send("clip-" + clips, label, BlobVideo.bytes(label, clips));
        }
    }

    private Process trainer(Log log, Path parent) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledTrainer.class.getName(),
                        log.connection().bootstrapServers(),
                        folder.resolve("work").toString(),
                        parent.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("trainer.log").toFile()))
                .start();
    }
}
