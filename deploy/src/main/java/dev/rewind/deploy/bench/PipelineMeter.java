package dev.rewind.deploy.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/** Reads what the parts of the pipeline have taken so far. */
final class PipelineMeter {
    private static final double NANOS = 1e9;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final TimedModel model;
    private final BrokerProcess broker;

    PipelineMeter(TimedModel model, BrokerProcess broker) {
        this.model = model;
        this.broker = broker;
    }

    /** All of it at one moment, in nanoseconds. */
    record Reading(long at, TimedModel.Taken model, long decode, long process, long broker) {
        PipelineFigures.Work since(Reading before) {
            TimedModel.Taken taken = model.since(before.model);
            double wall = (at - before.at) / NANOS;
            double compute = taken.nanos() / NANOS;
            return new PipelineFigures.Work(
                    taken.clips(),
                    taken.batches(),
                    (double) taken.clips() / taken.batches(),
                    wall,
                    compute,
                    (decode - before.decode) / NANOS,
                    compute / wall,
                    (process - before.process) / NANOS,
                    (broker - before.broker) / NANOS);
        }
    }

    Reading read() {
        return new Reading(
                System.nanoTime(),
                model.taken(),
                streamThreads(),
                PROCESS.getProcessCpuTime(),
                broker.cpu().toNanos());
    }

    private static long streamThreads() {
        long sum = 0;
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().contains("-StreamThread-")) {
                sum += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return sum;
    }
}
