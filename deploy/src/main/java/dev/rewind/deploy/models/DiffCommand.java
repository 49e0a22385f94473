package dev.rewind.deploy.models;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.scratch.ScratchFolder;
import dev.rewind.model.checkpoint.Safetensors;
import dev.rewind.model.checkpoint.Tensor;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What sets two models apart, down to their weights. */
@Command(
        name = "diff",
        description = {
            "Compare two models: classes gained and lost, figures side by side, network and clips, and how far the weights",
            "moved: the length of their difference over that of the first model's, of every layer and of the tensors that",
            "moved furthest. Both weights files are downloaded for it."
        },
        footer = {
            "  rewind models diff actions-20261121-101500-123 actions-20261121-113000-456",
            "  rewind models diff actions-20261121-101500-123 actions-20261121-113000-456 --json"
        })
final class DiffCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "BEFORE", description = "A model, as 'rewind models ls' names it.")
    private String before;

    @Parameters(index = "1", paramLabel = "AFTER", description = "Another one.")
    private String after;

    @Option(
            names = "--json",
            description =
                    "Print JSON: classesGained, classesLost, metrics, network, clip, and weights with all, layers,"
                            + " tensors and unlike.")
    private boolean json;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        Registry registry = Registry.of(kafka);
        ModelCatalog catalog = registry.catalog();
        ModelRecord first = catalog.get(before);
        ModelRecord second = catalog.get(after);
        ModelDiff diff = new ModelDiff(
                first,
                second,
                WeightsMove.of(
                        weights(registry, first),
                        ModelText.classes(first),
                        weights(registry, second),
                        ModelText.classes(second)));
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(diff.json());
        } else {
            diff.lines().forEach(out::println);
        }
    }

    private static Map<String, Tensor> weights(Registry registry, ModelRecord model) {
        try (ScratchFolder scratch = ScratchFolder.create()) {
            Path file = scratch.path().resolve("weights.safetensors");
            registry.download(model, file);
            return Safetensors.read(file); // onto the heap: the file may go
        } catch (IOException e) {
            throw new CommandFailure(
                    "the weights of " + model.version() + " cannot be kept for a moment: " + e
                            + "; make room in the folder for temporary files",
                    e);
        }
    }
}
