package dev.rewind.deploy.options;

import dev.rewind.topics.broker.EmbeddedBroker;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where things are kept, and where the embedded broker listens. */
public final class DataOptions {
    @Option(
            names = {"-d", "--data"},
            paramLabel = "DIR",
            defaultValue = ".rewind",
            description = "Folder for the embedded broker's data and the demo videos (default: ${DEFAULT-VALUE}).")
    private Path directory;

    @Option(
            names = "--broker-port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Port of the embedded broker; 0 takes any free one (default: ${DEFAULT-VALUE}).")
    private int brokerPort;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** The folder. */
    public Path directory() {
        return directory;
    }

    /** How to start the embedded broker. */
    public EmbeddedBroker.Settings broker() {
        return Usage.of(command, () -> new EmbeddedBroker.Settings(directory.resolve("broker"), brokerPort));
    }
}
