package dev.rewind.console;

import dev.rewind.topics.Label;
import dev.rewind.topics.Question;
import java.time.Instant;

/**
 * A clip that a person should label.
 *
 * @param clip its id, to answer with
 * @param label what the model said of it
 * @param uncertainty in [0, 1]
 * @param asked when it was put up
 */
record OpenQuestion(String clip, Label label, double uncertainty, Instant asked) {
    static OpenQuestion of(String clip, Question question) {
        return new OpenQuestion(clip, question.label(), question.uncertainty(), question.asked());
    }
}
