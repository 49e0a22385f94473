package dev.rewind.model.bench.memory;

import dev.rewind.model.bench.BenchNetwork;
import dev.rewind.model.bench.memory.LargestClip.Reach;
import dev.rewind.model.bench.step.StepBench;
import dev.rewind.model.bench.step.StepPeak;
import dev.rewind.model.bench.step.StepSettings;
import dev.rewind.model.network.Backpropagation.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;

/**
 * Measures how the memory of training grows: steps of several sizes, both ways, each in a fresh process. Progress is a
 * line of text for each of them.
 */
public final class MemoryBench {
    /** Stands in for networks whose width changes on the way, which cannot be made deeper at one width. */
    private static final String ONE_WIDTH = "rev-vit-b";

    private static final double MEBIBYTE = 1 << 20;

    private final BenchNetwork network;
    private final StepSettings settings;
    private final Consumer<String> progress;
    private StepPeak last;

    /**
     * A bench of one network.
     *
     * @param settings of each step; its mode and its batch are left to the bench
     * @throws IllegalArgumentException if the network is not reversible
     */
    public MemoryBench(BenchNetwork network, StepSettings settings, Consumer<String> progress) {
        settings.in(Mode.REVERSIBLE).backpropagation(network.network());
        this.network = network;
        this.settings = settings.withBatch(1);
        this.progress = progress;
    }

    /**
     * Measures by batch and by depth.
     *
     * @param batches clips of a step
     * @param depths numbers of layers
     * @throws MemoryUnknownException if this machine does not say how much memory a process takes
     * @throws dev.rewind.model.bench.child.BenchException if a process came to no result
     */
    public MemoryFigures run(List<Integer> batches, List<Integer> depths) {
        BenchNetwork deep = network.config().transitions().isEmpty() ? network : BenchNetwork.ofPreset(ONE_WIDTH);
        List<Peaks> byBatch = peaks("batch", batches, batch -> network, batch -> batch);
        List<Peaks> byDepth = peaks("depth", depths, deep::withDepth, depth -> 1);
        return new MemoryFigures(
                Setting.of(network, settings, last), byBatch, PublishedMemory.of(network.name()), deep.name(), byDepth);
    }

    /**
     * Measures by the length of one clip, and follows the line to a limit.
     *
     * @param limitBytes above the ready model
     * @param frames of the clips to measure, two lengths at least
     * @throws IllegalArgumentException if the network takes images, or too few lengths are given
     * @throws MemoryUnknownException if this machine does not say how much memory a process takes
     * @throws dev.rewind.model.bench.child.BenchException if a process came to no result
     */
    public LargestClip largestClip(long limitBytes, List<Integer> frames) {
        if (frames.stream().distinct().count() < 2) {
            throw new IllegalArgumentException("a line goes through two lengths at least, but was given " + frames);
        }
        List<Peaks> byFrames = peaks("frames", frames, network::withFrames, length -> 1);
        Reach reversible = reach(byFrames, Peaks::reversibleBytes, limitBytes);
        Reach ordinary = reach(byFrames, Peaks::ordinaryBytes, limitBytes);
        return new LargestClip(
                Setting.of(network, settings, last),
                limitBytes,
                byFrames,
                reversible,
                ordinary,
                (double) reversible.frames() / ordinary.frames());
    }

    /** Whole patches only: frames beyond them would be left out. */
    private Reach reach(List<Peaks> peaks, ToLongFunction<Peaks> bytes, long limit) {
        Line line = Line.through(peaks, bytes);
        int patch = network.config().patch().stride().t();
        int frames = Math.max(0, (int) (line.sizeAt(limit) / patch) * patch);
        double miss = peaks.stream()
                .mapToDouble(peak -> Math.abs(bytes.applyAsLong(peak) - line.at(peak.size())))
                .max()
                .orElseThrow();
        return new Reach(frames, Math.round(line.slope()), Math.round(miss));
    }

    private List<Peaks> peaks(
            String axis, List<Integer> sizes, IntFunction<BenchNetwork> sized, IntFunction<Integer> batch) {
        List<BenchNetwork> networks = sizes.stream().map(sized::apply).toList(); // refuses at once what it must
        List<Peaks> peaks = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            int size = sizes.get(i);
            StepSettings step = settings.withBatch(batch.apply(size));
            long reversible = peak(networks.get(i), step.in(Mode.REVERSIBLE), axis + " " + size);
            long ordinary = peak(networks.get(i), step.in(Mode.ORDINARY), axis + " " + size);
            peaks.add(new Peaks(size, reversible, ordinary));
        }
        return peaks;
    }

    private long peak(BenchNetwork sized, StepSettings step, String what) {
        last = new StepBench(sized, step).peak();
        if (last.bytes() == null) {
            throw new MemoryUnknownException(last);
        }
        progress.accept(String.format(
                Locale.ROOT,
                "%s, %s, %s: %.1f MiB",
                sized.name(),
                what,
                step.mode().name().toLowerCase(Locale.ROOT),
                last.bytes() / MEBIBYTE));
        return last.bytes();
    }
}
