package dev.rewind.inference.drift;

/**
 * Which clips a person is asked about.
 *
 * @param outOf one question at most for so many clips: the least certain of them
 * @param leastUncertainty none about a clip that is more certain, in [0, 1]
 * @param mostSimilar none about a clip whose embedding is closer, by cosine, to one asked about before
 * @param remembered clips asked about that later ones are compared with
 */
public record QuestionSettings(int outOf, double leastUncertainty, double mostSimilar, int remembered) {
    public QuestionSettings {
        if (outOf < 1 || remembered < 0) {
            throw new IllegalArgumentException(
                    "outOf must be at least 1 and remembered at least 0, but were " + outOf + " and " + remembered);
        }
        if (!(leastUncertainty >= 0 && leastUncertainty <= 1) || !(mostSimilar > 0 && mostSimilar <= 1)) {
            throw new IllegalArgumentException("leastUncertainty must be in [0, 1] and mostSimilar in (0, 1], but were "
                    + leastUncertainty + " and " + mostSimilar);
        }
    }

    /** One for every 50 clips at most, none that looks like one of the last 500. */
    public static QuestionSettings defaults() {
        return new QuestionSettings(50, 0.3, 0.95, 500);
    }
}
