package dev.rewind.ingest.synthetic;

import java.util.Random;

/** The grain of a camera's sensor: normal noise, other in every frame, the same in every run. */
final class Noise {
    /** In 1/256 levels. Drawn once: drawing a normal number for each value of each picture would take longer than drawing the figure. */
    private static final int[] NORMAL = new int[1 << 16];

    static {
        Random random = new Random(1);
        for (int i = 0; i < NORMAL.length; i++) {
            NORMAL[i] = (int) Math.round(256 * random.nextGaussian());
        }
    }

    private final long seed;
    private final int deviation;

    /** Noise with a standard deviation in levels of 255. */
    Noise(long seed, double deviation) {
        this.seed = seed;
        this.deviation = (int) Math.round(256 * deviation);
    }

    void addTo(byte[] levels, long frame) {
        long state = mixed(seed + frame * 0x9E3779B97F4A7C15L);
        int at = 0;
        // A new place in the table for every run of values, so that no pattern of the table's length shows.
        for (int i = 0; i < levels.length; i++) {
            if (i % 1024 == 0) {
                state = mixed(state + i);
                at = (int) (state & (NORMAL.length - 1));
            }
            int level = (levels[i] & 0xFF) + ((deviation * NORMAL[at++ & (NORMAL.length - 1)] + (1 << 15)) >> 16);
            levels[i] = (byte) Math.min(255, Math.max(0, level));
        }
    }

    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
