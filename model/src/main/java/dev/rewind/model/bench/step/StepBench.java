package dev.rewind.model.bench.step;

import dev.rewind.model.bench.BenchNetwork;
import dev.rewind.model.bench.step.StepFigures.Method;
import dev.rewind.model.bench.step.StepFigures.Training;
import dev.rewind.model.network.Backpropagation.Mode;
import dev.rewind.model.network.config.NetworkCost;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * Measures a step of training: forward, loss and backward of a batch, without the optimizer. Memory and time are measured
 * in fresh processes of their own, since an allocator that shows the one costs the other.
 */
public final class StepBench {
    /** How many measurements {@link #run} makes. */
    public static final int MEASUREMENTS = 3;

    private static final double GIGA = 1e9;

    private final BenchNetwork network;
    private final StepSettings settings;

    /**
     * A bench of one network.
     *
     * @throws IllegalArgumentException if the network cannot be trained in that mode
     */
    public StepBench(BenchNetwork network, StepSettings settings) {
        settings.backpropagation(network.network());
        this.network = network;
        this.settings = settings;
    }

    /**
     * Measures all there is.
     *
     * @param progress told the number of each measurement that is done
     * @throws dev.rewind.model.bench.child.BenchException if a process came to no result
     */
    public StepFigures run(IntConsumer progress) {
        StepPeak peak = peak();
        progress.accept(1);
        Long perSample =
                peak.bytes() == null ? null : peak(settings.batch() + 1).bytes() - peak.bytes();
        progress.accept(2);
        TimeChild.Answer time = TimeChild.measured(new StepJob(network, settings));
        progress.accept(MEASUREMENTS);
        return figures(peak, perSample, time);
    }

    /**
     * Measures its memory alone.
     *
     * @throws dev.rewind.model.bench.child.BenchException if the process came to no result
     */
    public StepPeak peak() {
        return peak(settings.batch());
    }

    private StepPeak peak(int batch) {
        return MemoryChild.measured(new StepJob(network, settings.withBatch(batch)));
    }

    private StepFigures figures(StepPeak peak, Long perSample, TimeChild.Answer time) {
        double gflop = forwards()
                * settings.batch()
                * (NetworkCost.of(network.config()).flop() / GIGA);
        double working = time.step().working(time.single());
        return new StepFigures(
                network.name(),
                network.config().input().toString(),
                network.config().depth(),
                training(),
                time.device(),
                time.engine(),
                System.getProperty("java.version"),
                time.matmul(),
                gflop,
                peak.bytes(),
                perSample,
                time.step().seconds(),
                time.step().cpuSeconds(),
                gflop / time.matmul().of(settings.dtype()) / working,
                working / (gflop / time.matmul().fp32()),
                time.gradientError(),
                time.drift(),
                Method.of(peak, settings));
    }

    private Training training() {
        boolean walks = settings.mode() == Mode.REVERSIBLE;
        return new Training(
                lower(settings.mode()),
                lower(settings.dtype()),
                settings.batch(),
                walks ? settings.slice() : null,
                walks ? lower(settings.streams()) : null,
                settings.threads());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** A step as so many forward passes: backward is two, and what is not kept is computed once more. */
    private int forwards() {
        return settings.mode() == Mode.REVERSIBLE ? 4 : 3;
    }
}
