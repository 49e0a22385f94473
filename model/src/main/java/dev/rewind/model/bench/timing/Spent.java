package dev.rewind.model.bench.timing;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What something took.
 *
 * @param seconds by the clock
 * @param cpuSeconds of all threads of this process, those of the compiler and the collector among them
 */
public record Spent(double seconds, double cpuSeconds) {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final double NANOS = 1e9;

    /** Measures work. */
    static Spent on(Runnable work) {
        long cpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        work.run();
        return new Spent((System.nanoTime() - start) / NANOS, (PROCESS.getProcessCpuTime() - cpu) / NANOS);
    }

    /**
     * The seconds that a rate is made of. One thread of a processor is measured by its work, so that what else the machine
     * does takes nothing away; several threads, whose waiting counts, and a GPU by the clock.
     */
    public double working(boolean singleThread) {
        return singleThread ? cpuSeconds : seconds;
    }

    /** One of several equal parts. */
    Spent dividedBy(int parts) {
        return new Spent(seconds / parts, cpuSeconds / parts);
    }

    /** The median of each figure by itself. */
    static Spent median(List<Spent> measured) {
        return new Spent(median(measured, Spent::seconds), median(measured, Spent::cpuSeconds));
    }

    private static double median(List<Spent> measured, ToDoubleFunction<Spent> figure) {
        double[] sorted = measured.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
