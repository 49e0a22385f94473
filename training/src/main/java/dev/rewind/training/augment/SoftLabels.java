package dev.rewind.training.augment;

import java.util.Arrays;

/**
 * What the clips of a batch are, each mixed with its opposite: the first with the last and so on.
 *
 * @param labels the class of each clip
 * @param kept share of each clip that is its own; the rest is its opposite's
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record SoftLabels(int[] labels, double kept) {
    public SoftLabels {
        if (!(kept >= 0 && kept <= 1)) {
            throw new IllegalArgumentException("the share of a clip that is kept must be in [0, 1], but was " + kept);
        }
    }

    /** Clips that are mixed with nothing. */
    public static SoftLabels of(int[] labels) {
        return new SoftLabels(labels, 1);
    }

    /** How many clips there are. */
    public int count() {
        return labels.length;
    }

    /** The class that a clip shows most of. */
    public int main(int clip) {
        return labels[kept >= 0.5 ? clip : labels.length - 1 - clip];
    }

    /**
     * A row of targets for each clip, which adds up to the scale.
     *
     * @param smoothing share of a target that is spread over all classes
     * @param scale what every target is multiplied by
     */
    public float[] rows(int classes, double smoothing, double scale) {
        float[] rows = new float[labels.length * classes];
        Arrays.fill(rows, (float) (scale * smoothing / classes));
        double rest = scale * (1 - smoothing);
        for (int i = 0; i < labels.length; i++) {
            rows[i * classes + labels[i]] += (float) (rest * kept);
            rows[i * classes + labels[labels.length - 1 - i]] += (float) (rest * (1 - kept));
        }
        return rows;
    }
}
