package dev.rewind.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.rewind.model.ActionModel;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.network.Backpropagation;
import dev.rewind.model.network.Initializer;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Weights;
import dev.rewind.training.augment.Augmentation;
import dev.rewind.training.augment.PublishedRecipe;
import dev.rewind.training.augment.Recipe;
import dev.rewind.training.clips.ClipSource;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.LabelledClip;
import dev.rewind.training.clips.RecordedClips;
import dev.rewind.training.evaluate.Evaluation;
import dev.rewind.training.evaluate.Evaluator;
import dev.rewind.training.optimize.CosineSchedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void useOneThread() {
        Torch.useThreads(1);
    }

    @Test
    void learnsWhichWayThingsMove() {
        RecordedClips unseen = BlobVideo.clips(folder, 60, 5000, Footage.live(BlobVideo.CLIP));
        List<TrainingProgress> told = new ArrayList<>();
        new ModelTraining("tiny", BlobVideo.NETWORK, BlobVideo.CLIP, BlobVideo.settings(12), Optional.empty())
                .run(BlobVideo.clips(folder, 96, 0), "m1", folder.resolve("model"), told::add);

        assertThat(told).hasSize(12);
        assertThat(told.get(11).epoch()).isEqualTo(12);
        assertThat(told.get(11).done()).isEqualTo(1);
        assertThat(told.get(11).remaining()).isZero();
        assertThat(told.get(11).loss()).isLessThan(told.get(0).loss());
        assertThat(told.get(11).accuracy()).isGreaterThan(0.95);
        assertThat(told.get(11).clipsPerSecond()).isPositive();
        try (ActionModel model = ActionModel.load(folder.resolve("model"))) {
            Evaluation evaluation = Evaluator.evaluate(model, unseen.size(), i -> unseen.fixed(i, BlobVideo.CLIP));
            assertThat(evaluation.top1()).isGreaterThan(0.95);
        }
    }

    @Test
    void isAFunctionOfTheSeed() {
        TrainingSettings plain = BlobVideo.settings(2);
        TrainingSettings varied = with(plain, Augmentation.standard(false), 7, plain.schedule(), Optional.empty());
        TrainingSettings other = with(plain, Augmentation.standard(false), 8, plain.schedule(), Optional.empty());

        Map<String, float[]> once = train(varied, progress -> {});

        assertSame(train(varied, progress -> {}), once);
        assertThat(train(other, progress -> {}).get("head.projection.weight"))
                .isNotEqualTo(once.get("head.projection.weight"));
    }

    @Test
    void learnsTheSameWithoutKeepingActivations() {
        TrainingSettings settings = BlobVideo.settings(1);

        Map<String, float[]> ordinary = train(settings, progress -> {});
        Map<String, float[]> reversible = train(settings.withMode(Backpropagation.Mode.REVERSIBLE), progress -> {});

        ordinary.forEach((name, values) -> {
            float[] found = reversible.get(name);
            for (int i = 0; i < values.length; i++) {
                assertThat(found[i]).as(name).isCloseTo(values[i], within(2e-3f));
            }
        });
        assertThat(reversible.get("head.projection.weight")).isNotEqualTo(ordinary.get("head.projection.weight"));
    }

    @Test
    void trainsByThePublishedRecipe() {
        TrainingSettings plain = BlobVideo.settings(2);
        TrainingSettings published =
                with(plain, PublishedRecipe.kinetics(false), 7, plain.schedule(), Optional.empty());
        RecordedClips clips = BlobVideo.clips(folder, 9, 0, published.recipe().footage(BlobVideo.CLIP));
        List<TrainingProgress> told = new ArrayList<>();

        Map<String, float[]> once = train(clips, published, told::add);

        assertSame(train(clips, published, progress -> {}), once);
        assertThat(told).hasSize(2);
        // Mixed targets cannot be met: their entropy is what is left of the loss.
        assertThat(told.get(1).loss()).isBetween(0.3, 1.5);
        assertThat(told.get(1).accuracy()).isBetween(0.0, 1.0);
    }

    @Test
    void saysThatTheTrainingDiverged() {
        TrainingSettings plain = BlobVideo.settings(40);
        TrainingSettings wild = with(plain, plain.recipe(), 7, new CosineSchedule(1e18, 0), Optional.empty());

        assertThatThrownBy(() -> train(wild, progress -> {}))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContainingAll("diverged", "step", "--learning-rate");
    }

    @Test
    void endsAtTheTimeLimitWithTheAverageSoFar() {
        TrainingSettings plain = BlobVideo.settings(1_000_000);
        TrainingSettings limited =
                with(plain, plain.recipe(), 7, plain.schedule(), Optional.of(Duration.ofMillis(400)));
        List<TrainingProgress> told = new ArrayList<>();

        Map<String, float[]> weights = train(limited, told::add);

        assertThat(told.get(told.size() - 1).done()).isEqualTo(1);
        assertThat(told.get(told.size() - 1).elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        assertThat(told).hasSizeLessThan(1000);
        weights.values().forEach(values -> {
            for (float value : values) {
                assertThat(value).isFinite();
            }
        });
    }

    @Test
    void passesOnWhatTheSourceOfClipsThrows() {
        ClipSource broken = new ClipSource() {
            @Override
            public List<String> classes() {
                return BlobVideo.CLASSES;
            }

            @Override
            public int size() {
                return 4;
            }

            @Override
            public LabelledClip draw(int index, ClipSpec spec, SplittableRandom random) {
                throw new IllegalStateException("the disk is gone");
            }
        };

        assertThatThrownBy(() -> train(broken, BlobVideo.settings(1), progress -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the disk is gone");
    }

    private Map<String, float[]> train(TrainingSettings settings, Consumer<TrainingProgress> listener) {
        return train(BlobVideo.clips(folder, 20, 0), settings, listener);
    }

    private static Map<String, float[]> train(
            ClipSource clips, TrainingSettings settings, Consumer<TrainingProgress> listener) {
        Network network = Network.of(BlobVideo.NETWORK);
        try (NDManager manager = Torch.manager().newSubManager();
                Weights weights = Weights.create(manager, network.shapes(), new Initializer(1))) {
            new Trainer(network, BlobVideo.CLIP, settings, Kernels.fast()).train(clips, weights, listener);
            Map<String, float[]> values = new LinkedHashMap<>();
            weights.asMap().forEach((name, array) -> values.put(name, array.toFloatArray()));
            return values;
        }
    }

    private static void assertSame(Map<String, float[]> found, Map<String, float[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) -> assertThat(found.get(name)).as(name).isEqualTo(values));
    }

    private static TrainingSettings with(
            TrainingSettings base, Recipe recipe, long seed, CosineSchedule schedule, Optional<Duration> limit) {
        return new TrainingSettings(
                base.epochs(),
                base.batch(),
                schedule,
                base.weightDecay(),
                base.clipNorm(),
                base.labelSmoothing(),
                recipe,
                seed,
                limit);
    }
}
