package dev.rewind.inference.overload;

import dev.rewind.inference.clips.StreamPattern;
import java.util.List;
import java.util.Objects;

/**
 * Which streams matter more than others while not all can be labelled.
 *
 * @param rules the first whose pattern a stream's id matches counts
 */
public record Priorities(List<Rule> rules) {
    /** Of streams that no rule names. */
    public static final int USUAL = 1;

    private static final int HIGHEST = 9;

    public Priorities {
        rules = List.copyOf(rules);
    }

    /** All streams matter alike. */
    public static Priorities none() {
        return new Priorities(List.of());
    }

    /**
     * The priority of some streams.
     *
     * @param streams which ones
     * @param priority from 0, which is left out first, to 9
     */
    public record Rule(StreamPattern streams, int priority) {
        public Rule {
            Objects.requireNonNull(streams, "streams");
            if (priority < 0 || priority > HIGHEST) {
                throw new IllegalArgumentException("a priority is STREAM=N with N from 0 to " + HIGHEST + ", but was '"
                        + streams + "=" + priority + "'");
            }
        }

        /**
         * Reads {@code door=2} or {@code cam-*=0}.
         *
         * @throws IllegalArgumentException if it is nothing of the kind
         */
        public static Rule of(String text) {
            int equals = text.lastIndexOf('=');
            if (equals < 1 || !text.substring(equals + 1).matches("\\d")) {
                throw new IllegalArgumentException(
                        "a priority is STREAM=N with N from 0 to " + HIGHEST + ", but was '" + text + "'");
            }
            return new Rule(new StreamPattern(text.substring(0, equals)), Integer.parseInt(text.substring(equals + 1)));
        }
    }

    /** The priority of a stream. */
    public int of(String stream) {
        return rules.stream()
                .filter(rule -> rule.streams().matches(stream))
                .findFirst()
                .map(Rule::priority)
                .orElse(USUAL);
    }
}
