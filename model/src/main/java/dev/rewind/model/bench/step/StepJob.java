package dev.rewind.model.bench.step;

import ai.djl.ndarray.types.Shape;
import dev.rewind.model.bench.BenchNetwork;
import dev.rewind.model.bench.child.FreshJvm;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** What a measuring process is told. */
record StepJob(BenchNetwork network, StepSettings settings) {
    private static final long MEBIBYTE = 1 << 20;
    private static final long SMALLEST_HEAP = 256 * MEBIBYTE;

    /** A process with a heap that the job's input and weights fit into on their way to native memory. */
    FreshJvm jvm(List<String> flags, Map<String, String> malloc) {
        long clip = 3L * Float.BYTES * network.config().input().volume();
        return new FreshJvm(SMALLEST_HEAP + 4 * settings.batch() * clip + 3 * weights(), flags, malloc);
    }

    /** Bytes of weights on their way at once: a model's file is read whole, the formula makes one after another. */
    private long weights() {
        LongStream sizes = network.network().shapes().values().stream().mapToLong(Shape::size);
        return Float.BYTES * (network.folder() == null ? sizes.max().orElse(0) : sizes.sum());
    }
}
