package dev.rewind.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.ModelManifest;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.training.augment.Augmentation;
import dev.rewind.training.checkpoint.CheckpointInterval;
import dev.rewind.training.checkpoint.Checkpointing;
import dev.rewind.training.checkpoint.ResumeException;
import dev.rewind.training.clips.ClipSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumedTrainingTest {
    private static final CheckpointInterval EVERY_STEP = new CheckpointInterval.Every(Duration.ZERO);
    private static final int CLIPS = 20;

    @TempDir
    private Path folder;

    private Path kept;

    @BeforeEach
    void useOneThread() {
        Torch.useThreads(1);
        kept = folder.resolve("model.checkpoint");
    }

    @Test
    void endsWithTheSameWeightsAsWithoutABreak() {
        List<TrainingProgress> whole = new ArrayList<>();
        List<TrainingProgress> resumed = new ArrayList<>();
        ModelManifest expected = training(3).run(clips(CLIPS), "whole", folder.resolve("whole"), whole::add);

        stopAfter(4, training(3), EVERY_STEP);
        ModelManifest found = resume(training(3), clips(CLIPS), resumed::add);

        assertThat(found.sha256()).isEqualTo(expected.sha256());
        // The second epoch was broken off in its middle; its figures are those of all its clips.
        assertThat(resumed).extracting(TrainingProgress::epoch).containsExactly(2, 3);
        assertThat(resumed)
                .extracting(TrainingProgress::loss)
                .containsExactly(whole.get(1).loss(), whole.get(2).loss());
        assertThat(resumed.get(0).accuracy()).isEqualTo(whole.get(1).accuracy());
        assertThat(kept).doesNotExist();
    }

    @Test
    void endsWithTheSameWeightsAfterTheProcessWasKilled() throws IOException, InterruptedException {
        ModelManifest expected = training(3).run(clips(CLIPS), "whole", folder.resolve("whole"), progress -> {});
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dai.djl.offline=true",
                        ResumedTrainingTest.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader steps = child.inputReader()) {
            String line = steps.readLine();
            while (line != null && !line.equals("step 5")) {
                line = steps.readLine();
            }
            assertThat(line).isEqualTo("step 5");
        } finally {
            child.destroyForcibly().waitFor(); // SIGKILL, while it keeps itself or takes its next step
        }

        assertThat(kept.resolve("checkpoint.json")).exists();
        assertThat(resume(training(3), clips(CLIPS), progress -> {}).sha256()).isEqualTo(expected.sha256());
    }

    /** The child: keeps itself after every step. */
    public static void main(String[] arguments) {
        Torch.useThreads(1);
        Path folder = Path.of(arguments[0]);
        AtomicInteger steps = new AtomicInteger();
        training(3)
                .run(
                        BlobVideo.clips(folder, CLIPS, 0),
                        "killed",
                        folder.resolve("killed"),
                        new Checkpointing(folder.resolve("model.checkpoint"), EVERY_STEP, false),
                        eachStep(progress -> System.out.println("step " + steps.incrementAndGet())));
    }

    @Test
    void goesOnFromTheLastEpochThatWasKept() {
        ModelManifest expected = training(3).run(clips(CLIPS), "whole", folder.resolve("whole"), progress -> {});
        List<TrainingProgress> resumed = new ArrayList<>();

        stopAfter(8, training(3), new CheckpointInterval.Epochs(2)); // of 3 steps each
        ModelManifest found = resume(training(3), clips(CLIPS), resumed::add);

        assertThat(resumed).extracting(TrainingProgress::epoch).containsExactly(3);
        assertThat(found.sha256()).isEqualTo(expected.sha256());
    }

    @Test
    void countsTheTimeAlreadySpent() {
        ModelTraining limited =
                training(BlobVideo.NETWORK, new Steps(3, 8, 1, Optional.of(Duration.ofHours(1))), varied());
        List<Duration> before = new ArrayList<>();
        List<Duration> after = new ArrayList<>();

        stop(limited, EVERY_STEP, progress -> {
            before.add(progress.elapsed());
            if (before.size() == 3) {
                throw new IllegalStateException("the power failed");
            }
        });
        resume(limited, clips(CLIPS), eachStep(progress -> after.add(progress.elapsed())));

        assertThat(after).hasSize(7); // the third of nine steps once more
        assertThat(after.get(0)).isGreaterThan(before.get(1));
        assertThat(after).isSorted();
    }

    @Test
    void saysWhichOptionsAreOthers() {
        stopAfter(2, training(3), EVERY_STEP);

        assertThatThrownBy(() -> resume(training(4), clips(CLIPS), progress -> {}))
                .isInstanceOf(ResumeException.class)
                .hasMessageContainingAll(
                        kept.toString(), "of another training", "settings.steps.epochs was 3 and is 4", "same options");
        assertThatThrownBy(() -> resume(
                        training(BlobVideo.NETWORK, new Steps(3, 8, 1, Optional.empty()), Augmentation.light(false)),
                        clips(CLIPS),
                        progress -> {}))
                .hasMessageContainingAll("settings.recipe.", "more");
        assertThatThrownBy(() -> resume(
                        training(BlobVideo.ORDINARY, new Steps(3, 8, 1, Optional.empty()), varied()),
                        clips(CLIPS),
                        progress -> {}))
                .hasMessageContaining("network.reversible was Reversible and is null");
        assertThatThrownBy(() -> resume(training(3), clips(CLIPS - 1), progress -> {}))
                .hasMessageContaining("clips was 20 recordings");
        assertThatThrownBy(() -> resume(training(3), BlobVideo.clips(folder, CLIPS, 500), progress -> {}))
                .hasMessageContaining("clips was 20 recordings");
    }

    @Test
    void saysThatThereIsNothingToGoOnFromOrSomethingToLose() {
        assertThatThrownBy(() -> resume(training(3), clips(CLIPS), progress -> {}))
                .isInstanceOf(ResumeException.class)
                .hasMessageContainingAll("no checkpoint in " + kept, "leave out --resume");

        stopAfter(2, training(3), EVERY_STEP);

        assertThatThrownBy(() -> stopAfter(2, training(3), EVERY_STEP))
                .isInstanceOf(ResumeException.class)
                .hasMessageContainingAll("unfinished training in " + kept, "--resume", "delete the folder");
    }

    @Test
    void refusesAFileWithASingleBitChanged() throws IOException {
        stopAfter(2, training(3), EVERY_STEP);

        for (Path file : filesOfTheCheckpoint()) {
            byte[] whole = Files.readAllBytes(file);
            byte[] damaged = whole.clone();
            damaged[damaged.length / 2] ^= 1;
            Files.write(file, damaged);
            assertThatThrownBy(() -> resume(training(3), clips(CLIPS), progress -> {}))
                    .as(file.toString())
                    .isInstanceOf(ResumeException.class);
            Files.delete(file);
            assertThatThrownBy(() -> resume(training(3), clips(CLIPS), progress -> {}))
                    .as(file.toString())
                    .isInstanceOf(ResumeException.class);
            Files.write(file, whole);
        }

        assertThat(filesOfTheCheckpoint()).hasSize(5);
        resume(training(3), clips(CLIPS), progress -> {});
    }

    @Test
    void takesNoNoticeOfACheckpointThatWasBrokenOff() throws IOException {
        ModelManifest expected = training(3).run(clips(CLIPS), "whole", folder.resolve("whole"), progress -> {});
        stopAfter(4, training(3), EVERY_STEP);
        Files.writeString(kept.resolve("weights-5.safetensors"), "half of the wei");
        Files.writeString(kept.resolve("checkpoint.json.part"), "{");

        assertThat(resume(training(3), clips(CLIPS), progress -> {}).sha256()).isEqualTo(expected.sha256());
        assertThat(kept).doesNotExist();
    }

    @Test
    void leavesWhatIsNotItsOwn() throws IOException {
        stopAfter(2, training(3), EVERY_STEP);
        Path note = Files.writeString(kept.resolve("note.txt"), "keep me");

        resume(training(3), clips(CLIPS), progress -> {});

        assertThat(kept).isDirectoryContaining(note::equals).isDirectoryNotContaining(file -> !file.equals(note));
    }

    private List<Path> filesOfTheCheckpoint() throws IOException {
        try (Stream<Path> files = Files.list(kept)) {
            return files.sorted().toList();
        }
    }

    /** Breaks a training off after so many steps, as a crash would. */
    private void stopAfter(int steps, ModelTraining training, CheckpointInterval interval) {
        AtomicInteger taken = new AtomicInteger();
        stop(training, interval, progress -> {
            if (taken.incrementAndGet() > steps) {
                throw new IllegalStateException("the power failed");
            }
        });
    }

    private void stop(ModelTraining training, CheckpointInterval interval, Consumer<TrainingProgress> crash) {
        try {
            training.run(
                    clips(CLIPS),
                    "cut",
                    folder.resolve("cut"),
                    new Checkpointing(kept, interval, false),
                    eachStep(crash));
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("the power failed");
        }
        assertThat(folder.resolve("cut")).doesNotExist();
    }

    private static TrainingListener eachStep(Consumer<TrainingProgress> step) {
        return new TrainingListener() {
            @Override
            public void epoch(TrainingProgress progress) {}

            @Override
            public void step(TrainingProgress progress) {
                step.accept(progress);
            }
        };
    }

    private ModelManifest resume(ModelTraining training, ClipSource clips, TrainingListener listener) {
        return training.run(
                clips, "resumed", folder.resolve("resumed"), new Checkpointing(kept, EVERY_STEP, true), listener);
    }

    private ClipSource clips(int count) {
        return BlobVideo.clips(folder, count, 0);
    }

    /** Of a network that drops at random, on clips that are varied at random. */
    private static ModelTraining training(int epochs) {
        return training(BlobVideo.NETWORK, new Steps(epochs, 8, 1, Optional.empty()), varied());
    }

    private static Augmentation varied() {
        return Augmentation.standard(false);
    }

    private static ModelTraining training(NetworkConfig network, Steps steps, Augmentation recipe) {
        TrainingSettings plain = BlobVideo.settings(1);
        TrainingSettings settings =
                new TrainingSettings(7, steps, recipe, plain.labelSmoothing(), plain.optimization(), plain.execution());
        return new ModelTraining(
                "tiny", BlobVideo.network(network.reversible(), 0.2, 0.1), BlobVideo.CLIP, settings, Optional.empty());
    }
}
