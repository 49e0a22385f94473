package dev.rewind.deploy.models;

import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelRecord.State;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A person's decision against the live model. */
@Command(
        name = "rollback",
        description = "Bring back the model that the live one took over from; the live one counts as refused. Once more"
                + " goes one further back.",
        footer = {"  rewind models rollback", "  rewind models rollback --reason \"takes every delivery for a fall\""})
final class RollbackCommand implements Runnable {
    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "a person took it back",
            description = "One sentence for those who ask later (default: ${DEFAULT-VALUE}).")
    private String reason;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        Registry registry = Registry.of(kafka);
        ModelCatalog catalog = registry.catalog();
        List<ModelRecord> changes = catalog.rollback(reason, Instant.now());
        registry.change(changes);
        command.commandLine()
                .getOut()
                .println(version(changes, State.LIVE) + " is live again; " + version(changes, State.REFUSED)
                        + " is refused, and 'rewind models promote' brings it back");
    }

    private static String version(List<ModelRecord> changes, State state) {
        return changes.stream()
                .filter(change -> change.state() == state)
                .map(ModelRecord::version)
                .findFirst()
                .orElseThrow();
    }
}
