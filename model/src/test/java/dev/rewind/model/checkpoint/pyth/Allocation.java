package dev.rewind.model.checkpoint.pyth;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much heap a piece of work asks for, whether or not it keeps it: what a lying file would make it ask for. */
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** The bytes that were allocated on this thread. */
    static long of(Work work) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
