package dev.rewind.inference.clips;

import dev.rewind.model.ClipSpec;
import java.util.List;
import java.util.Objects;

/**
 * How the clips of each stream are cut.
 *
 * @param all what holds for every stream, unless a rule says otherwise
 * @param rules the first that matches a stream overrules {@code all}, where it says anything
 */
public record ClipRules(ClipSettings all, List<Rule> rules) {
    public ClipRules {
        Objects.requireNonNull(all, "all");
        rules = List.copyOf(rules);
    }

    /**
     * What some streams are cut by.
     *
     * @param streams those that are meant
     * @param settings what is asked of their clips
     */
    public record Rule(StreamPattern streams, ClipSettings settings) {
        public Rule {
            Objects.requireNonNull(streams, "streams");
            Objects.requireNonNull(settings, "settings");
        }

        /**
         * Reads such as {@code cam-*=frames:32,rate:5,stride:8}.
         *
         * @throws IllegalArgumentException if it is anything else
         */
        public static Rule parse(String text) {
            int between = text.lastIndexOf('=');
            if (between < 1) {
                throw new IllegalArgumentException(
                        "'" + text + "' does not say which streams are cut how; write such as"
                                + " 'cam-*=frames:32,rate:5,stride:8'");
            }
            return new Rule(
                    new StreamPattern(text.substring(0, between)), ClipSettings.parse(text.substring(between + 1)));
        }
    }

    /** The same for every stream. */
    public static ClipRules forAll(ClipSettings all) {
        return new ClipRules(all, List.of());
    }

    /** How the clips of a stream are cut for a model. */
    public ClipCut cut(String stream, ClipSpec spec) {
        return rules.stream()
                .filter(rule -> rule.streams().matches(stream))
                .findFirst()
                .map(rule -> rule.settings().or(all))
                .orElse(all)
                .cut(spec);
    }
}
