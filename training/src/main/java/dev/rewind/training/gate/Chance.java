package dev.rewind.training.gate;

/** Exact one-sided tests: how likely so few right answers, or fewer, are by chance. */
public final class Chance {
    private Chance() {}

    /** So few right of so many, where each is right with a known probability: the lower tail of the binomial. */
    public static double of(int right, int all, double probability) {
        requireWithin(right, all);
        if (probability <= 0 || probability >= 1) {
            return probability <= 0 || right == all ? 1 : 0;
        }
        double tail = 0;
        for (int k = 0; k <= right; k++) {
            tail += Math.exp(logChoose(all, k) + k * Math.log(probability) + (all - k) * Math.log1p(-probability));
        }
        return Math.min(1, tail);
    }

    /** So few right of so many beside other answers of as good a source: Fisher's exact test. */
    public static double of(int right, int all, int otherRight, int otherAll) {
        requireWithin(right, all);
        requireWithin(otherRight, otherAll);
        int sum = right + otherRight;
        double tail = 0;
        for (int k = Math.max(0, sum - otherAll); k <= right; k++) {
            tail += Math.exp(logChoose(all, k) + logChoose(otherAll, sum - k) - logChoose(all + otherAll, sum));
        }
        return Math.min(1, tail);
    }

    private static double logChoose(int n, int k) {
        double log = 0;
        for (int i = 1; i <= k; i++) {
            log += Math.log(n - k + i) - Math.log(i);
        }
        return log;
    }

    private static void requireWithin(int right, int all) {
        if (right < 0 || right > all) {
            throw new IllegalArgumentException(right + " of " + all + " is no share");
        }
    }
}
