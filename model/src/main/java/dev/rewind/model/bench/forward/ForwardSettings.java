package dev.rewind.model.bench.forward;

import dev.rewind.model.Compute;
import dev.rewind.model.Compute.Kind;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.kernels.Dtype;
import java.util.EnumSet;
import java.util.Set;

/**
 * What to measure, and how.
 *
 * @param kinds the kernels to measure, side by side
 * @param device where
 * @param dtype number format of the fast kernels; the plain ones stay in 32 bits
 * @param batch clips of one forward pass
 * @param threads of one operation
 * @param runs how often each is measured
 */
public record ForwardSettings(Set<Kind> kinds, DeviceChoice device, Dtype dtype, int batch, int threads, int runs) {
    public ForwardSettings {
        kinds = Set.copyOf(EnumSet.copyOf(kinds));
        if (batch < 1 || threads < 1 || runs < 1) {
            throw new IllegalArgumentException(
                    "batch, threads and runs start at 1, but were " + batch + ", " + threads + " and " + runs);
        }
        if (!kinds.contains(Kind.FAST) && dtype != Dtype.FP32) {
            throw new IllegalArgumentException(
                    "the plain kernels compute in fp32 alone; measure the fast ones for bf16");
        }
    }

    /** How those kernels compute here. */
    Compute compute(Kind kind) {
        return new Compute(device, kind, kind == Kind.PLAIN ? Dtype.FP32 : dtype);
    }
}
