package dev.rewind.deploy.models;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelRecord;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Models and their weights are kept until they are removed. */
@Command(
        name = "rm",
        description = "Remove models and their weights from the log, for good: 'rewind models export' keeps a copy.",
        footer = {
            "  rewind models rm actions-20261121-101500-123 actions-20261121-113000-456",
            "  rewind models rm actions-20261121-101500-123 --force      even the live one"
        })
final class RemoveCommand implements Runnable {
    @Parameters(arity = "1..*", paramLabel = "VERSION", description = "The models, as 'rewind models ls' names them.")
    private List<String> versions;

    @Option(names = "--force", description = "Also the live model, and the one that a rollback would bring back.")
    private boolean force;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        Registry registry = Registry.of(kafka);
        ModelCatalog catalog = registry.catalog();
        // All are looked at before the first is gone.
        List<ModelRecord> models =
                versions.stream().distinct().map(catalog::get).toList();
        if (!force) {
            models.forEach(model -> requireUnneeded(model, catalog));
        }
        for (ModelRecord model : models) {
            registry.remove(model);
            command.commandLine().getOut().println(model.version() + "  removed");
        }
    }

    private static void requireUnneeded(ModelRecord model, ModelCatalog catalog) {
        catalog.live().ifPresent(live -> {
            if (live.version().equals(model.version())) {
                throw new CommandFailure(model.version() + " is live, and inference could not start without it; promote"
                        + " another first, or use --force; nothing was removed");
            }
            if (model.version().equals(live.standing().replaced())) {
                throw new CommandFailure(model.version() + " is what a rollback of the live " + live.version()
                        + " brings back; --force gives that up; nothing was removed");
            }
        });
    }
}
