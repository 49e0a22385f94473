package dev.rewind.training.augment;

import java.util.SplittableRandom;

/** The symmetric Beta distribution, by Jöhnk's method, which suits parameters up to 1. */
final class Beta {
    private Beta() {}

    /**
     * Draws a number in [0, 1].
     *
     * @param alpha both parameters, in (0, 1]: 1 is uniform, smaller ones prefer the ends
     */
    static double draw(double alpha, SplittableRandom random) {
        while (true) {
            double x = Math.pow(random.nextDouble(), 1 / alpha);
            double y = Math.pow(random.nextDouble(), 1 / alpha);
            if (x + y > 0 && x + y <= 1) {
                return x / (x + y);
            }
        }
    }
}
