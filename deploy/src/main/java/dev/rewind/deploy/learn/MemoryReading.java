package dev.rewind.deploy.learn;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** How much memory is in use where a network is computed. */
@FunctionalInterface
public interface MemoryReading {
    /** Bytes in use now; empty where the system does not say. */
    OptionalLong bytes();

    /** Of a GPU as a whole, or of this process. */
    static MemoryReading of(Device device) {
        return device.isGpu()
                ? () -> OptionalLong.of(CudaUtils.getGpuMemory(device).getUsed())
                : MemoryReading::resident;
    }

    /** Such as {@code 1.4 GiB}. */
    default Optional<String> text() {
        OptionalLong bytes = bytes();
        return bytes.isEmpty()
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%.1f GiB", bytes.getAsLong() / (double) (1 << 30)));
    }

    /** What Linux counts. */
    private static OptionalLong resident() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
