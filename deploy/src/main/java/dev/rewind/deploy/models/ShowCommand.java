package dev.rewind.deploy.models;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.Trial;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** All that is known of one model. */
@Command(
        name = "show",
        description = "Show one model: where it stands and why, what was measured of it, how it compares with the model"
                + " that was live then, its classes, and where its weights lie.",
        footer = {
            "  rewind models show actions-20261121-101500-123",
            "  rewind models show actions-20261121-101500-123 --confusion confusion.png    what it takes for what",
            "  rewind models show actions-20261121-101500-123 --json"
        })
final class ShowCommand implements Runnable {
    @Parameters(paramLabel = "VERSION", description = "The model, as 'rewind models ls' names it.")
    private String version;

    @Option(names = "--confusion", paramLabel = "FILE", description = "Also write the confusion picture, a PNG.")
    private Path confusion;

    @Option(names = "--json", description = "Print JSON: the record as it lies on 'models', without the picture.")
    private boolean json;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        ModelCatalog catalog = Registry.of(kafka).catalog();
        ModelRecord model = catalog.get(version);
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(ModelText.json(model));
        } else {
            ModelSheet.lines(model, catalog).forEach(out::println);
        }
        if (confusion != null) {
            writeConfusion(model);
        }
    }

    private void writeConfusion(ModelRecord model) {
        byte[] picture = Optional.ofNullable(model.trial())
                .map(Trial::confusion)
                .orElseThrow(() -> new CommandFailure("the record of " + version
                        + " holds no confusion picture; draw one with: rewind models export " + version
                        + " --out DIR, then rewind eval --model DIR --data FILE"));
        try {
            Files.write(confusion, picture);
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + confusion + ": " + e + "; choose another file", e);
        }
    }
}
