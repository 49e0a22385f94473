package dev.rewind.training.gate;

/**
 * What two models made of one held-out clip.
 *
 * @param group clips of one group are not independent
 * @param label its class
 * @param live whether the live model was right
 * @param candidate whether the candidate was
 */
public record Answer(String group, String label, boolean live, boolean candidate) {
    /** What the candidate gains by this clip: 1, 0 or -1. */
    int gain() {
        return (candidate ? 1 : 0) - (live ? 1 : 0);
    }
}
