package dev.rewind.model.verify;

import ai.djl.ndarray.NDArray;
import java.util.Set;

/** What the published code made of a case. Every comparison gives the largest error and its tolerance. */
sealed interface Expectation permits SavedTensors, SavedStatistics {
    /** Absolute for logits and the loss, a share of the tensor's largest value for activations and gradients. */
    double TOLERANCE = 1e-4;

    /** For gradients that are zero in exact arithmetic, absolute: what is saved of them is rounding noise. */
    double NOISE = 1e-5;

    /**
     * Compares an activation, by the name that the network's probe gives it.
     *
     * @throws CaseException if the case has none of that name
     */
    Deviation activation(String name, NDArray actual);

    /** Compares logits [B, classes]. */
    Deviation logits(NDArray actual);

    /** Compares the mean cross-entropy. */
    Deviation loss(double actual);

    /** The parameters whose gradients are known; {@code __input__} is the input. */
    Set<String> gradients();

    /** Compares a gradient. */
    Deviation gradient(String parameter, NDArray actual);
}
