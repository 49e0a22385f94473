package dev.rewind.model.bench.step;

import dev.rewind.model.bench.BenchNetwork;
import dev.rewind.model.bench.child.FreshJvm;
import java.util.List;
import java.util.Map;

/** What a measuring process is told. */
record StepJob(BenchNetwork network, StepSettings settings) {
    private static final long MEBIBYTE = 1 << 20;
    private static final long SMALLEST_HEAP = 256 * MEBIBYTE;

    /** A process with a heap that the job's input and weights fit into on their way to native memory. */
    FreshJvm jvm(List<String> flags, Map<String, String> malloc) {
        long clip = 3L * Float.BYTES * network.config().input().volume();
        long parameters = Float.BYTES * network.network().parameterCount();
        // A model's file is read whole; the formula makes one parameter after another.
        long weights = network.folder() == null ? parameters / 4 : 3 * parameters;
        return new FreshJvm(SMALLEST_HEAP + 4 * settings.batch() * clip + weights, flags, malloc);
    }
}
