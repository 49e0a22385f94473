package dev.rewind.training;

/** Follows a training, in its thread. */
@FunctionalInterface
public interface TrainingListener {
    /** After every epoch. */
    void epoch(TrainingProgress progress);

    /** After every step, with the figures of the epoch so far. */
    default void step(TrainingProgress progress) {}
}
