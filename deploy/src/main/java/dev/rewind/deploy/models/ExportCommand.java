package dev.rewind.deploy.models;

import com.fasterxml.jackson.databind.SerializationFeature;
import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.model.ModelFolder;
import dev.rewind.topics.models.ModelRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A model from the log as a folder. */
@Command(
        name = "export",
        description = "Write a model to a folder that --model takes, its weights checked against their SHA-256.",
        footer = {
            "  rewind models export actions-20261121-101500-123 --out my-model",
            "  rewind eval --model my-model --data clips.csv"
        })
final class ExportCommand implements Runnable {
    @Parameters(paramLabel = "VERSION", description = "The model, as 'rewind models ls' names it.")
    private String version;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            required = true,
            description = "Folder to write to; it must not hold a model yet.")
    private Path out;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        ModelFolder folder = new ModelFolder(out);
        if (Files.exists(folder.manifestFile())) {
            throw new CommandFailure(out + " holds a model already; choose another folder, or delete it");
        }
        Registry registry = Registry.of(kafka);
        ModelRecord model = registry.catalog().get(version);
        try {
            Files.createDirectories(out);
            registry.download(model, folder.weightsFile());
            // Last, as a folder with a manifest is whole.
            ModelText.JSON
                    .writer(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(folder.manifestFile().toFile(), model.manifest());
        } catch (IOException e) {
            throw new CommandFailure("cannot write the model to " + out + ": " + e + "; is the folder writable?", e);
        }
        command.commandLine()
                .getOut()
                .println("wrote " + out + ": " + version + ", "
                        + folder.manifest().classes().size() + " classes");
    }
}
