package dev.rewind.deploy.options;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Values that a settings record refuses are the command line's fault. */
public final class Usage {
    private Usage() {}

    /**
     * What the supplier makes of the user's values.
     *
     * @throws ParameterException if it refuses them with an {@link IllegalArgumentException}
     */
    public static <T> T of(CommandSpec command, Supplier<T> values) {
        try {
            return values.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    /**
     * Holds a value of the user to a rule.
     *
     * @param rule names the option and what its value must be
     * @throws ParameterException if it is not met
     */
    static void require(CommandSpec command, boolean met, String rule, Object found) {
        if (!met) {
            throw new ParameterException(command.commandLine(), rule + ", but is " + found);
        }
    }
}
