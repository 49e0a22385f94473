package dev.rewind.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.Compute;
import dev.rewind.model.Compute.Kind;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.kernels.Dtype;
import dev.rewind.model.network.Backpropagation.Mode;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.StreamFormat;
import dev.rewind.model.network.WalkMemory;
import dev.rewind.model.network.WalkSettings;
import dev.rewind.model.network.WalkSettings.Ways;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.training.augment.PublishedRecipe;
import dev.rewind.training.optimize.Optimization;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryPlanTest {
    private static final long MIB = 1 << 20;
    private static final Compute CPU = new Compute(new DeviceChoice.Cpu(), Kind.FAST, Dtype.FP32);

    /** 1000 bytes stand, 500 are needed once, 100 a sample. */
    @ParameterizedTest
    @CsvSource({
        "16, 1599, 0, 0, 0", // not one
        "16, 1600, 1, 16, 1600",
        "16, 2099, 4, 4, 1900", // room for 5
        "16, 3099, 8, 2, 2300", // room for 15
        "16, 3100, 16, 1, 3100",
        "16, 999999, 16, 1, 3100",
        "17, 2800, 1, 17, 1600", // room for 13, and none of its divisors but 1
        "1, 1600, 1, 1, 1600"
    })
    void takesTheLargestPartOfAStepThatFitsAndDividesIt(int batch, long budget, int clips, int passes, long bytes) {
        WalkMemory walk = new WalkMemory(100, 500);

        if (clips == 0) {
            assertThatThrownBy(() -> MemoryPlan.of(1000, walk, 1, batch, budget))
                    .isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(MemoryPlan.of(1000, walk, 1, batch, budget))
                    .isEqualTo(new MemoryPlan(clips, passes, bytes, budget));
        }
    }

    @Test
    void countsEachVariationOfAClip() {
        assertThat(MemoryPlan.of(1000, new WalkMemory(100, 500), 2, 16, 2300))
                .isEqualTo(new MemoryPlan(4, 4, 2300, 2300));
    }

    @Test
    void saysWhatASingleClipTakes() {
        assertThatThrownBy(() -> MemoryPlan.of(10 * MIB, new WalkMemory(3 * MIB, 5 * MIB), 2, 16, 20 * MIB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a single clip takes about 21 MiB")
                .hasMessageContaining("--memory is 20 MiB")
                .hasMessageContaining("smaller network");
    }

    @Test
    void countsTheArraysThatStayFromStepToStep() {
        // weights, two moments; gradients; average
        assertThat(MemoryPlan.standing(10, optimization(true, OptionalDouble.empty())))
                .isEqualTo(120);
        assertThat(MemoryPlan.standing(10, optimization(false, OptionalDouble.empty())))
                .isEqualTo(160);
        assertThat(MemoryPlan.standing(10, optimization(false, OptionalDouble.of(500))))
                .isEqualTo(200);
    }

    @Test
    void countsANetworkAndItsRecipe() {
        WalkMemory walk = WalkMemory.of(BlobVideo.NETWORK);
        long once = 5 * 4 * Network.of(BlobVideo.NETWORK).parameterCount() + walk.bytesOnce();
        long budget = once + 5 * walk.bytesPerSample();

        MemoryPlan plan = MemoryPlan.of(BlobVideo.NETWORK, settings(16, usual()), budget);
        MemoryPlan twice = MemoryPlan.of(BlobVideo.NETWORK, published(settings(16, usual())), budget);

        assertThat(plan).isEqualTo(new MemoryPlan(4, 4, once + 4 * walk.bytesPerSample(), budget));
        assertThat(plan.of(settings(16, usual()).steps())).isEqualTo(new Steps(1, 4, 4, Optional.empty()));
        assertThat(twice).isEqualTo(new MemoryPlan(2, 8, plan.bytes(), budget));
    }

    @Test
    void refusesWhatIsNotCounted() {
        Compute plain = new Compute(new DeviceChoice.Cpu(), Kind.PLAIN, Dtype.FP32);
        Compute gpu = new Compute(new DeviceChoice.Gpu(0), Kind.FAST, Dtype.FP32);
        WalkSettings sliced = new WalkSettings(OptionalInt.of(2), StreamFormat.FLOAT, Ways.FASTEST);

        assertRefused(BlobVideo.ORDINARY, usual(), "ordinary training nothing is counted");
        assertRefused(
                BlobVideo.NETWORK,
                new Execution(CPU, Optional.of(Mode.ORDINARY), WalkSettings.DEFAULT),
                "ordinary training nothing is counted");
        assertRefused(
                BlobVideo.NETWORK, new Execution(plain, Optional.empty(), WalkSettings.DEFAULT), "--kernels plain");
        assertRefused(BlobVideo.NETWORK, new Execution(CPU, Optional.empty(), sliced), "leave out --slice");
        assertRefused(
                BlobVideo.NETWORK, new Execution(gpu, Optional.empty(), WalkSettings.DEFAULT), "not yet for GPUs");
    }

    @Test
    void refusesAnOptimizerInTheWalkWhereSeveralPassesWouldAddUp() {
        long one = 4 * 4 * Network.of(BlobVideo.NETWORK).parameterCount()
                + WalkMemory.of(BlobVideo.NETWORK).bytesOnce();
        long each = WalkMemory.of(BlobVideo.NETWORK).bytesPerSample();
        TrainingSettings inWalk = BlobVideo.settings(
                new Steps(1, 16, 1, Optional.empty()), optimization(true, OptionalDouble.of(500)), usual());

        assertThat(MemoryPlan.of(BlobVideo.NETWORK, inWalk, one + 16 * each).passes())
                .isEqualTo(1);
        assertThatThrownBy(() -> MemoryPlan.of(BlobVideo.NETWORK, inWalk, one + 8 * each))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16 clips takes 2 passes")
                .hasMessageContaining("take --batch 8")
                .hasMessageContaining("--optimizer-in-walk");
    }

    private static void assertRefused(NetworkConfig network, Execution execution, String named) {
        assertThatThrownBy(() -> MemoryPlan.of(network, settings(16, execution), 1L << 40))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    private static Execution usual() {
        return new Execution(CPU, Optional.empty(), WalkSettings.DEFAULT);
    }

    private static Optimization optimization(boolean inWalk, OptionalDouble average) {
        Optimization plain = BlobVideo.OPTIMIZATION;
        return new Optimization(plain.schedule(), plain.weightDecay(), OptionalDouble.empty(), average, inWalk);
    }

    private static TrainingSettings settings(int batch, Execution execution) {
        return BlobVideo.settings(
                new Steps(1, batch, 1, Optional.empty()), optimization(false, OptionalDouble.of(500)), execution);
    }

    private static TrainingSettings published(TrainingSettings plain) {
        return new TrainingSettings(
                plain.seed(),
                plain.steps(),
                PublishedRecipe.kinetics(false),
                plain.labelSmoothing(),
                plain.optimization(),
                plain.execution());
    }
}
