package dev.rewind.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.rewind.model.ActionModel;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.Compute;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Dtype;
import dev.rewind.model.network.Backpropagation.Mode;
import dev.rewind.model.network.Initializer;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.StreamFormat;
import dev.rewind.model.network.WalkSettings;
import dev.rewind.model.network.WalkSettings.Ways;
import dev.rewind.model.network.Weights;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.training.augment.Augmentation;
import dev.rewind.training.augment.PublishedRecipe;
import dev.rewind.training.augment.Recipe;
import dev.rewind.training.clips.ClipSource;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.LabelledClip;
import dev.rewind.training.clips.RecordedClips;
import dev.rewind.training.evaluate.Evaluation;
import dev.rewind.training.evaluate.Evaluator;
import dev.rewind.training.optimize.Optimization;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
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
    void learnsInBf16() {
        Compute bf16 = new Compute(DeviceChoice.automatic(), Compute.Kind.FAST, Dtype.BF16);
        Steps steps = new Steps(8, 8, 1, Optional.empty());
        RecordedClips clips = BlobVideo.clips(folder, 64, 0);
        List<TrainingProgress> exact = new ArrayList<>();
        List<TrainingProgress> coarse = new ArrayList<>();

        train(clips, inSteps(new Steps(1, 64, 1, Optional.empty())), exact::add);
        Map<String, float[]> weights = train(
                clips,
                BlobVideo.settings(
                        steps, BlobVideo.OPTIMIZATION, new Execution(bf16, Optional.empty(), WalkSettings.DEFAULT)),
                coarse::add);
        train(
                clips,
                BlobVideo.settings(
                        new Steps(1, 64, 1, Optional.empty()),
                        BlobVideo.OPTIMIZATION,
                        new Execution(bf16, Optional.empty(), WalkSettings.DEFAULT)),
                coarse::add);

        assertThat(coarse.get(7).accuracy()).isGreaterThan(0.9);
        assertThat(coarse.get(8).loss())
                .isCloseTo(exact.get(0).loss(), within(0.01))
                .isNotEqualTo(exact.get(0).loss());
        // No weight is rounded to bf16, of which float has 16 bits more.
        assertThat(Float.floatToRawIntBits(weights.get("head.projection.weight")[0]) & 0xFFFF)
                .isNotZero();
    }

    @Test
    void isAFunctionOfTheSeed() {
        TrainingSettings varied = with(Augmentation.standard(false), 7);
        TrainingSettings other = with(Augmentation.standard(false), 8);

        Map<String, float[]> once = train(varied, progress -> {});

        assertSame(train(varied, progress -> {}), once);
        assertThat(train(other, progress -> {}).get("head.projection.weight"))
                .isNotEqualTo(once.get("head.projection.weight"));
    }

    @Test
    void learnsTheSameWithoutKeepingActivations() {
        Map<String, float[]> ordinary = train(in(Mode.ORDINARY), progress -> {});
        Map<String, float[]> reversible = train(in(Mode.REVERSIBLE), progress -> {});

        assertClose(reversible, ordinary);
        assertThat(reversible.get("head.projection.weight")).isNotEqualTo(ordinary.get("head.projection.weight"));
    }

    @Test
    void keepsNoActivationsOfAReversibleNetworkUnlessToldTo() {
        Map<String, float[]> untold = train(BlobVideo.settings(1), progress -> {});

        assertSame(train(in(Mode.REVERSIBLE), progress -> {}), untold);
        assertThat(train(in(Mode.ORDINARY), progress -> {}).get("head.projection.weight"))
                .isNotEqualTo(untold.get("head.projection.weight"));
    }

    @Test
    void trainsAnOrdinaryNetworkTheOrdinaryWay() {
        Network network = Network.of(BlobVideo.ORDINARY);

        assertThat(train(network, BlobVideo.clips(folder, 8, 0), BlobVideo.settings(1), progress -> {}))
                .isNotEmpty();
        assertThatThrownBy(() -> train(network, BlobVideo.clips(folder, 8, 0), in(Mode.REVERSIBLE), progress -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ordinary");
    }

    @Test
    void trainsByThePublishedRecipe() {
        TrainingSettings published = with(PublishedRecipe.kinetics(false), 7);
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
        TrainingSettings wild = BlobVideo.settings(
                new Steps(40, 8, 1, Optional.empty()), BlobVideo.optimization(1e20), Execution.usual());

        assertThatThrownBy(() -> train(wild, progress -> {}))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContainingAll("diverged", "step", "--learning-rate");
    }

    @Test
    void addsUpTheGradientsOfSeveralBatchesToThoseOfALargeOne() {
        List<TrainingProgress> large = new ArrayList<>();
        List<TrainingProgress> small = new ArrayList<>();
        RecordedClips clips = BlobVideo.clips(folder, 21, 0); // the last step of an epoch is a smaller one

        Map<String, float[]> once = train(clips, inSteps(new Steps(3, 8, 1, Optional.empty())), large::add);
        Map<String, float[]> inParts = train(clips, inSteps(new Steps(3, 2, 4, Optional.empty())), small::add);

        assertClose(inParts, once);
        assertThat(small.get(2).loss()).isCloseTo(large.get(2).loss(), within(1e-4));
        assertThat(small.get(2).accuracy()).isEqualTo(large.get(2).accuracy());
    }

    @Test
    void refusesToAddUpGradientsThatTheWalkFrees() {
        TrainingSettings freeing = unclipped(true);

        assertThatThrownBy(() -> BlobVideo.settings(
                        new Steps(1, 8, 2, Optional.empty()), freeing.optimization(), freeing.execution()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("2 batches", "leave out --accumulate");
    }

    @Test
    void updatesInTheWalkAsItDoesAfterIt() {
        Network network = Network.of(BlobVideo.network(BlobVideo.NETWORK.reversible(), 0.2, 0.1));
        RecordedClips clips = BlobVideo.clips(folder, 20, 0);

        Map<String, float[]> after = train(network, clips, unclipped(false), progress -> {});

        assertSame(train(network, clips, unclipped(true), progress -> {}), after);
    }

    @Test
    void refusesAnOptimizerInTheWalkWhereThereIsNone() {
        assertThatThrownBy(() -> train(
                        Network.of(BlobVideo.ORDINARY), BlobVideo.clips(folder, 8, 0), unclipped(true), progress -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("needs a reversible network", "--optimizer-in-walk");
    }

    @Test
    void saysThatTheTrainingDivergedBeforeAWalkChangesAnyWeight() {
        Network network = Network.of(BlobVideo.NETWORK);
        Initializer start = new Initializer(1);
        try (NDManager manager = Torch.manager().newSubManager();
                Weights weights = Weights.create(manager, network.shapes(), (name, shape) -> {
                    FloatBuffer values = start.of(name, shape);
                    return name.equals("head.projection.bias") ? values.put(0, Float.POSITIVE_INFINITY) : values;
                })) {
            Map<String, float[]> before = values(weights);

            assertThatThrownBy(() -> new Trainer(network, BlobVideo.CLIP, unclipped(true))
                            .train(BlobVideo.clips(folder, 8, 0), weights, Optional.empty(), progress -> {}))
                    .isInstanceOf(TrainingDivergedException.class)
                    .hasMessageContaining("the loss of step 0");
            assertSame(values(weights), before);
        }
    }

    @Test
    void endsAtTheTimeLimitWithTheAverageSoFar() {
        TrainingSettings limited = BlobVideo.settings(
                new Steps(1_000_000, 8, 1, Optional.of(Duration.ofMillis(400))),
                BlobVideo.OPTIMIZATION,
                Execution.usual());
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
            public String fingerprint() {
                return "broken";
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

    @Test
    void walksAsTheSettingsSay() {
        Map<String, float[]> floats = walked(OptionalInt.empty(), StreamFormat.FLOAT);

        for (Map<String, float[]> other : List.of(
                walked(OptionalInt.empty(), StreamFormat.FIXED), walked(OptionalInt.of(3), StreamFormat.FLOAT))) {
            assertClose(other, floats);
            assertThat(floats.keySet()) // otherwise rounded
                    .anyMatch(name -> !Arrays.equals(floats.get(name), other.get(name)));
        }
    }

    /** Of a network with a run of two blocks: alone, one keeps its input and carries no streams. */
    private Map<String, float[]> walked(OptionalInt slice, StreamFormat format) {
        Network network = Network.of(NetworkConfig.revMViT(
                BlobVideo.NETWORK.input(),
                BlobVideo.NETWORK.patch(),
                8,
                1,
                2,
                List.of(),
                BlobVideo.NETWORK.pooling(),
                true,
                2,
                0,
                0));
        return train(network, BlobVideo.clips(folder, 20, 0), walking(slice, format), progress -> {});
    }

    @Test
    void refusesFixedStreamsInTheOrdinaryMode() {
        Network ordinary = Network.of(BlobVideo.ORDINARY);

        assertThatThrownBy(() -> train(
                        ordinary,
                        BlobVideo.clips(folder, 20, 0),
                        walking(OptionalInt.empty(), StreamFormat.FIXED),
                        progress -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave out --slice and --streams");
    }

    private static TrainingSettings walking(OptionalInt slice, StreamFormat format) {
        return BlobVideo.settings(
                new Steps(1, 8, 1, Optional.empty()),
                BlobVideo.OPTIMIZATION,
                new Execution(Compute.exact(), Optional.empty(), new WalkSettings(slice, format, Ways.FASTEST)));
    }

    private Map<String, float[]> train(TrainingSettings settings, TrainingListener listener) {
        return train(BlobVideo.clips(folder, 20, 0), settings, listener);
    }

    private static Map<String, float[]> train(ClipSource clips, TrainingSettings settings, TrainingListener listener) {
        return train(Network.of(BlobVideo.NETWORK), clips, settings, listener);
    }

    private static Map<String, float[]> train(
            Network network, ClipSource clips, TrainingSettings settings, TrainingListener listener) {
        try (NDManager manager = Torch.manager().newSubManager();
                Weights weights = Weights.create(manager, network.shapes(), new Initializer(1))) {
            new Trainer(network, BlobVideo.CLIP, settings).train(clips, weights, Optional.empty(), listener);
            return values(weights);
        }
    }

    private static Map<String, float[]> values(Weights weights) {
        Map<String, float[]> values = new LinkedHashMap<>();
        weights.asMap().forEach((name, array) -> values.put(name, array.toFloatArray()));
        return values;
    }

    private static TrainingSettings unclipped(boolean inWalk) {
        Optimization plain = BlobVideo.OPTIMIZATION;
        return BlobVideo.settings(
                new Steps(2, 8, 1, Optional.empty()),
                new Optimization(
                        plain.schedule(), plain.weightDecay(), OptionalDouble.empty(), plain.averageSteps(), inWalk),
                Execution.usual());
    }

    private static TrainingSettings in(Mode mode) {
        return BlobVideo.settings(
                new Steps(1, 8, 1, Optional.empty()),
                BlobVideo.OPTIMIZATION,
                new Execution(Compute.exact(), Optional.of(mode), WalkSettings.DEFAULT));
    }

    private static TrainingSettings inSteps(Steps steps) {
        return BlobVideo.settings(steps, BlobVideo.OPTIMIZATION, Execution.usual());
    }

    private static void assertClose(Map<String, float[]> found, Map<String, float[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) -> {
            for (int i = 0; i < values.length; i++) {
                assertThat(found.get(name)[i]).as("%s[%d]", name, i).isCloseTo(values[i], within(2e-3f));
            }
        });
    }

    private static void assertSame(Map<String, float[]> found, Map<String, float[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) -> assertThat(found.get(name)).as(name).isEqualTo(values));
    }

    private static TrainingSettings with(Recipe recipe, long seed) {
        TrainingSettings plain = BlobVideo.settings(2);
        return new TrainingSettings(
                seed, plain.steps(), recipe, plain.labelSmoothing(), plain.optimization(), plain.execution());
    }
}
