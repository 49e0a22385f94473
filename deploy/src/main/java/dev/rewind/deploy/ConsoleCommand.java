package dev.rewind.deploy;

import dev.rewind.console.ConsoleServer;
import dev.rewind.console.ConsoleSettings;
import dev.rewind.deploy.live.StopSignal;
import dev.rewind.deploy.options.ConsoleOptions;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.options.Usage;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The console alone. */
@Command(
        name = "console",
        description = {
            "Serve the page and the JSON API over the topics of a cluster, until Ctrl-C: what is labelled, how sources, jobs and",
            "models stand, and which clips a person should label. Whoever reaches it may label clips, and say what is played."
        },
        footer = {
            "  rewind console                                             beside a 'rewind up --no-console' on this machine",
            "  rewind console -b kafka:9092 --host 0.0.0.0 --port 80      for everyone on the network"
        })
final class ConsoleCommand implements Runnable {
    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private ConsoleOptions console;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        KafkaConnection connection = kafka.connectionOrLocal();
        ConsoleSettings settings = console.settings();
        try (StopSignal stop = new StopSignal()) {
            TopicSetup.ensure(connection, kafka.layout());
            try (ConsoleServer server = Usage.of(command, () -> ConsoleServer.start(connection, settings))) {
                command.commandLine().getOut().println("console  " + server.address() + "   Ctrl-C stops it");
                stop.awaitWhile(() -> true);
            }
        }
    }
}
