package dev.rewind.deploy.options;

import dev.rewind.console.ConsoleSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the console listens. */
public final class ConsoleOptions {
    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            defaultValue = "" + ConsoleSettings.DEFAULT_PORT,
            description = "Port of the console; 0 takes any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = ConsoleSettings.DEFAULT_HOST,
            description =
                    "Address the console listens on; 0.0.0.0 opens it to the network, for everyone there to watch and"
                            + " to label (default: ${DEFAULT-VALUE}).")
    private String host;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** What the user chose. */
    public ConsoleSettings settings() {
        return Usage.of(command, () -> new ConsoleSettings(host, port));
    }
}
