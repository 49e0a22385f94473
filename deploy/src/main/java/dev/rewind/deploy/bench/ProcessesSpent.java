package dev.rewind.deploy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * What something took that starts processes of its own.
 *
 * @param seconds by the clock
 * @param cpuSeconds of this process and of those it started that have ended; empty where the system does not tell, which
 *     is everywhere but on Linux
 */
record ProcessesSpent(double seconds, OptionalDouble cpuSeconds) {
    private static final Path SELF = Path.of("/proc/self/stat");
    /** Linux tells times to programs in hundredths of a second, whatever its kernel counts in. */
    private static final double TICKS = 100;

    static ProcessesSpent on(Runnable work) {
        OptionalDouble cpu = cpuNow();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        OptionalDouble after = cpuNow();
        return new ProcessesSpent(
                seconds,
                cpu.isPresent() && after.isPresent()
                        ? OptionalDouble.of(after.getAsDouble() - cpu.getAsDouble())
                        : OptionalDouble.empty());
    }

    /** The less of each figure by itself: whatever else the machine does only adds to it. */
    ProcessesSpent least(ProcessesSpent other) {
        boolean mine = cpuSeconds.orElse(0) <= other.cpuSeconds.orElse(0);
        return new ProcessesSpent(Math.min(seconds, other.seconds), mine ? cpuSeconds : other.cpuSeconds);
    }

    private static OptionalDouble cpuNow() {
        try {
            String line = Files.readString(SELF);
            // The name of the program stands in brackets and may hold blanks; after it, the 12th to 15th field are
            // times.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            double ticks = 0;
            for (int field = 11; field <= 14; field++) {
                ticks += Long.parseLong(fields[field]);
            }
            return OptionalDouble.of(ticks / TICKS);
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }
}
