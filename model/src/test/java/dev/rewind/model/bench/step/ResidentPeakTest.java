package dev.rewind.model.bench.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.bench.child.Answering;
import dev.rewind.model.bench.child.FreshJvm;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.engine.Torch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In a process of its own, as every measurement: one that runs other tests frees memory when it likes. */
class ResidentPeakTest {
    private static final long MEBIBYTE = 1 << 20;

    record Job(long before) {}

    record Peaks(long first, long second) {}

    @Test
    void countsWhatWasThereForAMomentAndNotWhatWasThereBefore() {
        assumeTrue(ResidentPeak.find().isPresent(), "only Linux says how much of a process lies in memory");

        Peaks peaks = new FreshJvm(32 * MEBIBYTE, List.of(), Map.of())
                .run(ResidentPeakTest.class, new Job(512 * MEBIBYTE), Peaks.class);

        assertThat(peaks.first).isBetween(250 * MEBIBYTE, 300 * MEBIBYTE);
        assertThat(peaks.second).isBetween(60 * MEBIBYTE, 100 * MEBIBYTE);
    }

    public static void main(String[] arguments) {
        Answering.answer(Job.class, ResidentPeakTest::measure);
    }

    private static Peaks measure(Job job) {
        try (NDManager manager = Torch.manager(new DeviceChoice.Cpu()).newSubManager()) {
            PeakMemory memory = PeakMemory.on(manager.getDevice()).orElseThrow();
            ones(manager, job.before);
            long first = memory.of(() -> {
                ones(manager, 256 * MEBIBYTE);
                ones(manager, 64 * MEBIBYTE);
            });
            return new Peaks(first, memory.of(() -> ones(manager, 64 * MEBIBYTE)));
        }
    }

    private static void ones(NDManager manager, long bytes) {
        manager.ones(new Shape(bytes / Float.BYTES)).close();
    }
}
