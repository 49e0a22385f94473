package dev.rewind.model.bench.step;

import dev.rewind.model.bench.child.Answering;
import dev.rewind.model.engine.Torch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Measures in a process of its own what memory a step takes. */
final class MemoryChild {
    /** Freed memory goes back to the system at once, so that what lies in memory is what is in use. */
    private static final Map<String, String> TIGHT =
            Map.of("MALLOC_MMAP_THRESHOLD_", "65536", "MALLOC_TRIM_THRESHOLD_", "65536");

    /** The JVM's best compiler takes native memory, too, and there is next to nothing for it to compile. */
    private static final List<String> FLAGS = List.of("-XX:TieredStopAtLevel=1");

    private static final int FEWEST_STEPS = 2;
    private static final int MOST_STEPS = 8;
    private static final Duration ENOUGH = Duration.ofSeconds(10);
    private static final String UNKNOWN =
            "only Linux says how much memory a process has, where /proc/self/clear_refs can be"
                    + " written, and a GPU whose CUDA runtime DJL finds";

    private MemoryChild() {}

    /** The peak of a step in a fresh process. */
    static StepPeak measured(StepJob job) {
        return job.jvm(FLAGS, TIGHT).run(MemoryChild.class, job, StepPeak.class);
    }

    public static void main(String[] arguments) {
        Answering.answer(StepJob.class, MemoryChild::measure);
    }

    private static StepPeak measure(StepJob job) {
        try (ReadyModel model = new ReadyModel(job)) {
            Optional<PeakMemory> memory = PeakMemory.on(model.manager().getDevice());
            return new StepPeak(
                    memory.map(peak -> lowest(peak, model)).orElse(null),
                    Torch.nameOf(model.manager().getDevice()),
                    "PyTorch " + Torch.version(),
                    memory.map(MemoryChild::method).orElse("not measured: " + UNKNOWN));
        }
    }

    private static String method(PeakMemory memory) {
        String malloc = new TreeMap<>(TIGHT).toString().replaceAll("[{},]", "");
        return "fresh process, " + malloc + "; the peak of " + memory.method() + " during a step, above that before it,"
                + " when parameters, gradients and the input are there and a step of the same size has run; the lowest"
                + " of " + FEWEST_STEPS + " to " + MOST_STEPS + " steps, as many as begin in "
                + ENOUGH.toSeconds() + " s";
    }

    /** Whatever else a process does adds memory now and then, and takes none away: the lowest peak is the truest. */
    private static long lowest(PeakMemory memory, ReadyModel model) {
        // The first makes the gradients and what libraries keep for later; meanwhile what loading has left is
        // collected.
        memory.of(model::train);
        long lowest = Long.MAX_VALUE;
        long start = System.nanoTime();
        for (int step = 0;
                step < FEWEST_STEPS || (step < MOST_STEPS && System.nanoTime() - start < ENOUGH.toNanos());
                step++) {
            lowest = Math.min(lowest, memory.of(model::train));
        }
        return lowest;
    }
}
