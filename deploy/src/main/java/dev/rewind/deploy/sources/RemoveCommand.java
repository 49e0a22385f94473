package dev.rewind.deploy.sources;

import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.topics.sources.SourceCatalog;
import dev.rewind.topics.sources.SourceSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sources that are no more. */
@Command(
        name = "rm",
        description = "Remove sources: their workers stop playing them and forget them. Frames and labels stay.",
        footer = {"  rewind sources rm door yard"})
final class RemoveCommand implements Runnable {
    @Parameters(arity = "1..*", paramLabel = "STREAM", description = "The sources, as 'rewind sources ls' names them.")
    private List<String> streams;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        Wanted wanted = Wanted.of(kafka);
        SourceCatalog catalog = wanted.catalog();
        Map<String, SourceSpec> removed = new LinkedHashMap<>();
        // All are looked at before the first is gone.
        streams.forEach(stream -> removed.put(catalog.get(stream).stream(), null));
        wanted.write(removed);
        removed.keySet().forEach(stream -> command.commandLine().getOut().println(stream + "  removed"));
    }
}
