package dev.rewind.model.bench.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.engine.Torch;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResidentPeakTest {
    private static final long MEBIBYTE = 1 << 20;

    @Test
    void countsWhatWasThereForAMomentAndNotWhatWasThereBefore() {
        try (NDManager manager = Torch.manager(new DeviceChoice.Cpu()).newSubManager()) {
            Optional<PeakMemory> found = PeakMemory.on(manager.getDevice());
            assumeTrue(found.isPresent(), "only Linux says how much of a process lies in memory");
            PeakMemory memory = found.get();
            ones(manager, 512);

            long first = memory.of(() -> {
                ones(manager, 256);
                ones(manager, 64);
            });
            long second = memory.of(() -> ones(manager, 64));

            // This process does other things, too, which a measuring process does not.
            assertThat(first).isBetween(200 * MEBIBYTE, 400 * MEBIBYTE);
            assertThat(second).isLessThan(200 * MEBIBYTE);
        }
    }

    private static void ones(NDManager manager, long mebibytes) {
        manager.ones(new Shape(mebibytes * MEBIBYTE / Float.BYTES)).close();
    }
}
