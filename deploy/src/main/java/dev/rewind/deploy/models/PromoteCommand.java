package dev.rewind.deploy.models;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelRecord;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A person's decision for a model, whatever gate and shadow time said. */
@Command(
        name = "promote",
        description = {
            "Make a model live, whatever gate and shadow time said; the live one retires, and a rollback brings it back.",
            "Inference takes it over between two batches. A model that cannot be served there is rolled back by training,",
            "and 'rewind models ls' says why."
        },
        footer = {
            "  rewind models promote actions-20261121-101500-123",
            "  rewind models promote actions-20261121-101500-123 --force --reason \"only doors from now on\""
        })
final class PromoteCommand implements Runnable {
    @Parameters(paramLabel = "VERSION", description = "The model, as 'rewind models ls' names it.")
    private String version;

    @Option(
            names = "--force",
            description = "Although it knows fewer classes, is slower than allowed, or takes other clips.")
    private boolean force;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "a person promoted it",
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
        ModelRecord next = catalog.get(version);
        Optional<ModelRecord> live = catalog.live();
        PrintWriter out = command.commandLine().getOut();
        if (live.filter(next::equals).isPresent()) {
            out.println(
                    version + " is live since " + ModelText.time(next.standing().since()) + ", nothing to do");
            return;
        }
        if (!force) {
            live.ifPresent(now -> requireSameClassesAndClips(now, next));
        }
        registry.change(catalog.promote(version, reason, force, Instant.now()));
        out.println(version + " is live"
                + live.map(now -> "; " + now.version() + " retired, and 'rewind models rollback' brings it back")
                        .orElse(""));
    }

    private static void requireSameClassesAndClips(ModelRecord live, ModelRecord next) {
        List<String> lost = ModelText.classes(live).stream()
                .filter(name -> !ModelText.classes(next).contains(name))
                .toList();
        if (!lost.isEmpty()) {
            throw new CommandFailure(next.version() + " does not know " + String.join(", ", lost) + ", which the live "
                    + live.version() + " does, and inference would refuse it; --force gives these classes up");
        }
        List<Difference> clips =
                Difference.between(live.manifest().path("clip"), next.manifest().path("clip"));
        if (!clips.isEmpty()) {
            throw new CommandFailure(next.version() + " takes other clips than the live " + live.version() + " ("
                    + Difference.text(clips) + "), which running inference refuses; stop it, promote with --force, and"
                    + " start it again");
        }
    }
}
