package dev.rewind.model.bench.memory;

import dev.rewind.model.bench.step.StepPeak;

/** This machine does not say how much memory a process takes. */
public final class MemoryUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MemoryUnknownException(StepPeak peak) {
        super("there is no chart of memory on this machine, on " + peak.device() + "; " + peak.method());
    }
}
