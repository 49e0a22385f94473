package dev.rewind.model.bench.step;

import dev.rewind.model.bench.child.Answering;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Measures in a process of its own what memory a step takes. */
final class MemoryChild {
    /** Freed memory goes back to the system at once, so that what lies in memory is what is in use. */
    private static final Map<String, String> TIGHT =
            Map.of("MALLOC_MMAP_THRESHOLD_", "65536", "MALLOC_TRIM_THRESHOLD_", "65536");

    /** The JVM's best compiler takes native memory, too, and there is next to nothing for it to compile. */
    private static final List<String> FLAGS = List.of("-XX:TieredStopAtLevel=1");

    /** Whatever else a process does adds memory now and then, and never takes any away. */
    private static final int MEASURED = 2;

    /** In words. */
    static final String METHOD =
            "fresh process, MALLOC_MMAP_THRESHOLD_=65536 MALLOC_TRIM_THRESHOLD_=65536; resident memory at"
                    + " its peak in a step, above that before it, when parameters, gradients and the clip are there and a step of the"
                    + " same size has run; the lower of two such steps";

    private MemoryChild() {}

    /**
     * What came of it.
     *
     * @param peakBytes above the ready model, without the clip; null where it cannot be measured
     */
    private record Answer(Long peakBytes) {}

    /** The peak of a step in a fresh process, in bytes above the ready model; null where it cannot be measured. */
    static Long peak(StepJob job) {
        return job.jvm(FLAGS, TIGHT).run(MemoryChild.class, job, Answer.class).peakBytes();
    }

    public static void main(String[] arguments) {
        Answering.answer(StepJob.class, MemoryChild::measure);
    }

    private static Answer measure(StepJob job) {
        try (ReadyModel model = new ReadyModel(job)) {
            return PeakMemory.on(model.manager().getDevice())
                    .map(memory -> {
                        model.train(); // makes the gradients, and what libraries keep for later
                        return new Answer(LongStream.generate(() -> memory.of(model::train))
                                .limit(MEASURED)
                                .min()
                                .orElseThrow());
                    })
                    .orElse(new Answer(null));
        }
    }
}
