package dev.rewind.ingest.synthetic;

import java.util.SplittableRandom;

/**
 * The brightness of pictures whose camera keeps adapting it: they brighten and darken as a hand comes and goes.
 *
 * @param reach by which share the brightness goes up and down
 * @param rhythm how often, in turns a second
 * @param start where in a turn it begins, in [0, 1)
 */
record Exposure(double reach, double rhythm, double start) {
    static final Exposure STEADY = new Exposure(0, 0, 0);

    static Exposure draw(SplittableRandom random) {
        return random.nextInt(3) == 0
                ? new Exposure(random.nextDouble(0.02, 0.15), random.nextDouble(0.05, 0.5), random.nextDouble())
                : STEADY;
    }

    void applyTo(byte[] levels, double seconds) {
        if (reach == 0) {
            return;
        }
        int gain = (int) Math.round(256 * (1 + reach * Math.sin(2 * Math.PI * (start + rhythm * seconds))));
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) Math.min(255, ((levels[i] & 0xFF) * gain) >> 8);
        }
    }
}
