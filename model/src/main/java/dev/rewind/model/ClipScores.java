package dev.rewind.model;

/**
 * What a model makes of one clip.
 *
 * @param probabilities softmax, in the order of the manifest's classes
 * @param embedding the features that the classifier read them from, as many as the network's last layer has
 */
public record ClipScores(float[] probabilities, float[] embedding) {
    /** Whether every probability is a number; a label of anything else would mislead. */
    public boolean areNumbers() {
        for (float probability : probabilities) {
            if (!Float.isFinite(probability)) {
                return false;
            }
        }
        return true;
    }

    /** The place of the most likely class among all. */
    public int top() {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return best;
    }
}
