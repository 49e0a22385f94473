package dev.rewind.training.watch;

import java.time.Instant;

/**
 * What a person said of a label that a model gave.
 *
 * @param clip its id
 * @param label what it is, as the person says
 * @param said what the model had said
 * @param model its version
 * @param at when the person said so
 */
public record Opinion(String clip, String label, String said, String model, Instant at) {
    boolean agrees() {
        return label.equals(said);
    }
}
