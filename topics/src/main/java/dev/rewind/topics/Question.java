package dev.rewind.topics;

import java.time.Instant;
import java.util.Objects;

/**
 * A clip that the live model is unsure of, on {@code questions} until a person labels it.
 *
 * @param label what the model said of it
 * @param uncertainty the entropy of its scores over that of mere guessing, in [0, 1]
 * @param asked when it was put up
 */
public record Question(Label label, double uncertainty, Instant asked) {
    public Question {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(asked, "asked");
        if (!(uncertainty >= 0 && uncertainty <= 1)) {
            throw new IllegalArgumentException("uncertainty must be in [0, 1], but was " + uncertainty);
        }
    }
}
