package dev.rewind.inference.serving;

import dev.rewind.topics.Label;

/**
 * Told of each clip when its label is sent. Several threads call, one for each partition, and they label nothing while they
 * wait: it must return at once. A label whose transaction fails is sent again, and told again.
 */
@FunctionalInterface
public interface LabelListener extends AutoCloseable {
    /**
     * A clip was labelled.
     *
     * @param label as it is sent
     * @param scores that it was made from, with all probabilities, the embedding and the model
     */
    void labelled(Label label, Scores scores);

    /** A record could not be read, or its clip not scored, and goes to {@code dead-letters}. */
    default void deadLettered() {}

    /** Nobody will tell any more. */
    @Override
    default void close() {}
}
