package dev.rewind.training.gate;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * When a candidate passes.
 *
 * @param confidence of the interval of the difference, in (0, 1)
 * @param draws of the bootstrap
 * @param seed of the bootstrap
 * @param largestDrop refuses a candidate whose top-1 on the classes that the live model knows falls by more than this,
 *     even where that may be chance; empty to refuse drops beyond chance alone
 */
public record GateSettings(double confidence, int draws, long seed, OptionalDouble largestDrop) {
    public GateSettings {
        Objects.requireNonNull(largestDrop, "largestDrop");
        if (!(confidence > 0 && confidence < 1) || draws < 100) {
            throw new IllegalArgumentException("the gate's confidence must lie between 0 and 1 and its draws be 100 at"
                    + " least, but were " + confidence + " and " + draws);
        }
        largestDrop.ifPresent(drop -> {
            if (!(drop >= 0 && drop <= 1)) {
                throw new IllegalArgumentException("the largest drop must lie between 0 and 1, but was " + drop);
            }
        });
    }

    /** 95 %, 10,000 draws, drops refused beyond chance. */
    public static GateSettings usual() {
        return new GateSettings(0.95, 10_000, 1, OptionalDouble.empty());
    }
}
