package dev.rewind.deploy.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.table.Columns;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelRecord.State;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Every model in a line. */
@Command(
        name = "ls",
        description = {
            "List the models: the live one first, then the shadow, candidates, retired and refused ones, newest first.",
            "The verdict is the candidate's top-1 less that of the model that was live then, with its interval."
        },
        footer = {
            "  rewind models ls                    of the broker on this machine",
            "  rewind models ls -b kafka:9092 --json"
        })
final class ListCommand implements Runnable {
    private static final List<State> ORDER =
            List.of(State.LIVE, State.SHADOW, State.CANDIDATE, State.RETIRED, State.REFUSED);
    private static final String NONE = "-";

    @Option(
            names = "--json",
            description = "Print JSON: an array of records as they lie on 'models', without profiles and pictures.")
    private boolean json;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        ModelCatalog catalog = Registry.of(kafka).catalog();
        List<ModelRecord> models =
                catalog.models().stream().sorted(order(catalog)).toList();
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            ArrayNode all = ModelText.JSON.createArrayNode();
            models.forEach(model -> all.add(ModelText.json(model).without("profile")));
            out.println(all);
        } else if (models.isEmpty()) {
            out.println("no model yet; 'rewind inference' publishes the one it starts with, and training the others");
        } else {
            table(models).lines().forEach(out::println);
        }
    }

    private static Comparator<ModelRecord> order(ModelCatalog catalog) {
        Optional<String> live = catalog.live().map(ModelRecord::version);
        return Comparator.<ModelRecord, Boolean>comparing(
                        model -> live.filter(model.version()::equals).isEmpty())
                .thenComparing(model -> ORDER.indexOf(model.state()))
                .thenComparing(model -> model.standing().since(), Comparator.reverseOrder());
    }

    private static Columns table(List<ModelRecord> models) {
        Columns table = new Columns().row("VERSION", "STATE", "SINCE", "PARENT", "TOP-1", "VERDICT", "REASON");
        for (ModelRecord model : models) {
            table.row(
                    model.version(),
                    ModelText.state(model),
                    ModelText.time(model.standing().since()),
                    Optional.ofNullable(model.parent()).orElse(NONE),
                    ModelText.metric(model, "top1")
                            .map(top1 -> String.format(Locale.ROOT, "%.3f", top1))
                            .orElse(NONE),
                    ModelText.verdict(model).map(ModelText::brief).orElse(NONE),
                    model.standing().reason());
        }
        return table;
    }
}
