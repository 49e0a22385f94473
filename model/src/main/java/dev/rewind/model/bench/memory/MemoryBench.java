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
     * @param batches clips of a step, one at least
     * @param depths numbers of layers
     * @throws IllegalArgumentException if a size is none
     * @throws MemoryUnknownException if this machine does not say how much memory a process takes
     * @throws dev.rewind.model.bench.child.BenchException if a process came to no result
     */
    public MemoryFigures run(List<Integer> batches, List<Integer> depths) {
        BenchNetwork deep = network.config().transitions().isEmpty() ? network : BenchNetwork.ofPreset(ONE_WIDTH);
        List<Pair> batchPairs = batches.stream()
                .map(batch -> pair("batch", batch, network, settings.withBatch(batch)))
                .toList();
        List<Pair> depthPairs = depths.stream()
                .map(depth -> pair("depth", depth, deep.withDepth(depth), settings))
                .toList();
        List<Peaks> byBatch = measured(batchPairs);
        List<Peaks> byDepth = measured(depthPairs);
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
        List<Peaks> byFrames = measured(frames.stream()
                .map(length -> pair("frames", length, network.withFrames(length), settings))
                .toList());
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

    /** Two steps of one size, to be measured; all are made, and what cannot be is refused, before any is measured. */
    private record Pair(String name, int size, StepBench reversible, StepBench ordinary) {}

    private static Pair pair(String axis, int size, BenchNetwork sized, StepSettings step) {
        return new Pair(
                sized.name() + ", " + axis + " " + size,
                size,
                new StepBench(sized, step.in(Mode.REVERSIBLE)),
                new StepBench(sized, step.in(Mode.ORDINARY)));
    }

    private List<Peaks> measured(List<Pair> pairs) {
        List<Peaks> peaks = new ArrayList<>();
        for (Pair pair : pairs) {
            long reversible = peak(pair.reversible, pair.name + ", reversible");
            long ordinary = peak(pair.ordinary, pair.name + ", ordinary");
            peaks.add(new Peaks(pair.size, reversible, ordinary));
        }
        return peaks;
    }

    private long peak(StepBench step, String name) {
        last = step.peak();
        if (last.bytes() == null) {
            throw new MemoryUnknownException(last);
        }
        progress.accept(String.format(Locale.ROOT, "%s: %.1f MiB", name, last.bytes() / MEBIBYTE));
        return last.bytes();
    }
}
