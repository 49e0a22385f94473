package dev.rewind.training.augment;

import ai.djl.ndarray.NDArray;
import java.util.SplittableRandom;

/**
 * Varies the frames of a clip, all alike, by a few operations drawn at random: RandAugment (Cubuk et al., 2020), with
 * magnitudes that vary and operations that grow stronger with them. As {@code rand-m7-n4-mstd0.5-inc1}, but for the cubic
 * kernel of moved frames.
 *
 * @param layers operations drawn for a clip
 * @param magnitude mean strength of an operation, from 0 to 10
 * @param spread standard deviation of that strength
 * @param probability that an operation drawn is applied
 */
public record RandAugment(int layers, double magnitude, double spread, double probability) {
    private static final int MOST = 10;
    private static final Operation[] OPERATIONS = Operation.values();

    public RandAugment {
        if (layers < 0
                || !(magnitude >= 0 && magnitude <= MOST)
                || !(spread >= 0 && spread <= MOST)
                || !(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("RandAugment needs layers of at least 0, magnitude and spread in [0, 10]"
                    + " and a probability in [0, 1], but was given " + layers + ", " + magnitude + ", " + spread
                    + " and " + probability);
        }
    }

    /** As Rev-MViT was trained on Kinetics. */
    public static RandAugment published() {
        return new RandAugment(4, 7, 0.5, 0.5);
    }

    /**
     * One variation of a clip.
     *
     * @param frames [T, 3, H, W] of whole numbers from 0 to 255
     * @return the same of varied frames
     */
    NDArray apply(NDArray frames, SplittableRandom random) {
        NDArray varied = frames;
        for (int i = 0; i < layers; i++) {
            Operation operation = OPERATIONS[random.nextInt(OPERATIONS.length)];
            boolean applied = random.nextDouble() < probability;
            double amount = amount(random);
            varied = applied ? operation.apply(varied, operation.strength(amount)) : varied;
        }
        return varied;
    }

    /** In [-1, 1], with as many on either side. */
    double amount(SplittableRandom random) {
        double level = Math.max(0, Math.min(MOST, magnitude + spread * random.nextGaussian()));
        return (random.nextBoolean() ? level : -level) / MOST;
    }
}
