package dev.rewind.training;

import dev.rewind.model.Compute;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.network.Backpropagation.Mode;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.WalkMemory;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.training.optimize.Optimization;
import java.util.Locale;

/**
 * How a step's clips go through a reversible network within some native memory of a processor: in equal passes, each the
 * largest divisor of the step's clips that fits, so that a step stays exactly as large as it was to be.
 *
 * @param clips of a pass
 * @param passes of a step, whose gradients add up
 * @param bytes that training takes by this count
 * @param budget bytes that it was to stay within
 */
public record MemoryPlan(int clips, int passes, long bytes, long budget) {
    private static final double MEBIBYTE = 1 << 20;

    /**
     * Finds the passes.
     *
     * @param settings their batch is all clips of a step
     * @param budget bytes
     * @throws IllegalArgumentException if not even one clip fits, or what the settings say is not counted
     */
    public static MemoryPlan of(NetworkConfig network, TrainingSettings settings, long budget) {
        requireCounted(network, settings);
        Optimization optimization = settings.optimization();
        MemoryPlan plan = of(
                standing(Network.of(network).parameterCount(), optimization),
                WalkMemory.of(network),
                settings.recipe().repeats(),
                settings.steps().batch(),
                budget);
        if (optimization.inWalk() && plan.passes > 1) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "an optimizer in the walk cannot add up gradients, but a step of %d clips takes %d passes within"
                            + " %.0f MiB; take --batch %d, give more --memory, or leave out --optimizer-in-walk",
                    settings.steps().batch(),
                    plan.passes,
                    budget / MEBIBYTE,
                    plan.clips));
        }
        return plan;
    }

    /**
     * The arithmetic.
     *
     * @param standing bytes that stay from step to step
     * @param repeats samples that each clip becomes
     * @param batch clips of a step
     */
    static MemoryPlan of(long standing, WalkMemory walk, int repeats, int batch, long budget) {
        int room = walk.samplesWithin(budget - standing) / repeats;
        if (room == 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a single clip takes about %.0f MiB in training, but --memory is %.0f MiB; give it more, or train a"
                            + " smaller network",
                    Math.ceil((standing + walk.bytesOnce() + repeats * walk.bytesPerSample()) / MEBIBYTE),
                    budget / MEBIBYTE));
        }
        int clips = Math.min(room, batch);
        while (batch % clips != 0) {
            clips--;
        }
        long bytes = standing + walk.bytesOnce() + (long) clips * repeats * walk.bytesPerSample();
        return new MemoryPlan(clips, batch / clips, bytes, budget);
    }

    /** Weights, their gradients where these last until the end, AdamW's two moments, and the average where there is one. */
    static long standing(long parameters, Optimization optimization) {
        int arrays = 3
                + (optimization.inWalk() ? 0 : 1)
                + (optimization.averageSteps().isPresent() ? 1 : 0);
        return arrays * parameters * Float.BYTES;
    }

    /** Steps of this plan. */
    public Steps of(Steps whole) {
        return new Steps(whole.epochs(), clips, passes, whole.limit());
    }

    private static void requireCounted(NetworkConfig network, TrainingSettings settings) {
        Execution execution = settings.execution();
        if (execution.modeOf(network) == Mode.ORDINARY) {
            throw new IllegalArgumentException(
                    "--memory counts what the reversible mode needs of a reversible network; for"
                            + " ordinary training nothing is counted: give --batch and --accumulate instead");
        }
        if (execution.compute().kind() == Compute.Kind.PLAIN) {
            throw new IllegalArgumentException(
                    "--memory counts what the fast kernels need; leave out --kernels plain, or"
                            + " give --batch and --accumulate instead");
        }
        if (execution.walk().slice().isPresent()) {
            throw new IllegalArgumentException(
                    "--memory counts what the fastest slices need; leave out --slice, or --memory");
        }
        if (settings.steps().accumulate() > 1) {
            throw new IllegalArgumentException("a plan finds out how many passes add up, but accumulate was "
                    + settings.steps().accumulate());
        }
        if (execution.compute().device() instanceof DeviceChoice.Gpu
                || execution.compute().manager().getDevice().isGpu()) {
            throw new IllegalArgumentException(
                    "--memory is counted for processors, not yet for GPUs; take --device cpu, or"
                            + " give --batch and --accumulate instead");
        }
    }
}
