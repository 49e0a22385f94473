package dev.rewind.deploy.options;

import dev.rewind.inference.overload.OverloadPolicy;
import dev.rewind.inference.overload.OverloadSettings;
import dev.rewind.inference.overload.Priorities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What happens when more clips come than the model can score. */
final class OverloadOptions {
    @Option(
            names = "--overload",
            paramLabel = "WHAT",
            converter = PolicyReader.class,
            description = "When more clips come than can be labelled: wait (on the broker; each is labelled, late),"
                    + " drop-oldest (fresh labels; what waited longest is left out), stretch (every second, fourth, ..."
                    + " clip) or thin (--thin-model labels); 'progress' counts what was left out (default: wait).")
    private OverloadPolicy policy;

    @Option(
            names = "--behind-after",
            paramLabel = "TIME",
            converter = TimeReader.class,
            description = "How late counts as behind (default: 2s).")
    private Duration behindAfter;

    @Option(
            names = "--priority",
            paramLabel = "STREAM=N",
            converter = PriorityReader.class,
            description =
                    "Streams to leave out first (0) or last (9); * stands for anything, the first that matches counts,"
                            + " the others have 1. Repeatable.")
    private List<Priorities.Rule> priorities = new ArrayList<>();

    @Option(
            names = "--thin-model",
            paramLabel = "MODEL",
            description =
                    "The cheaper model of --overload thin: a folder, or a version of the topic 'models'; it takes the"
                            + " same clips.")
    private String thinModel;

    /**
     * What the user chose.
     *
     * @throws picocli.CommandLine.ParameterException if an option's value is none
     */
    OverloadSettings settings(CommandSpec command) {
        OverloadSettings defaults = OverloadSettings.defaults();
        boolean thin = policy == OverloadPolicy.THIN;
        Usage.require(
                command,
                thin == (thinModel != null),
                "--overload thin and --thin-model go together",
                thin ? "given without a model" : "given without the other");
        return Usage.of(
                command,
                () -> new OverloadSettings(
                        policy == null ? defaults.policy() : policy,
                        behindAfter == null ? defaults.behindAfter() : behindAfter,
                        new Priorities(priorities),
                        Optional.ofNullable(thinModel)));
    }

    /** Keeps the message of what it refuses. */
    static final class PolicyReader implements ITypeConverter<OverloadPolicy> {
        @Override
        public OverloadPolicy convert(String word) {
            try {
                return OverloadPolicy.named(word);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Likewise. */
    static final class PriorityReader implements ITypeConverter<Priorities.Rule> {
        @Override
        public Priorities.Rule convert(String rule) {
            try {
                return Priorities.Rule.of(rule);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
