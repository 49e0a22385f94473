package dev.rewind.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rewind.deploy.learn.Decoding;
import dev.rewind.deploy.learn.HaltOnExit;
import dev.rewind.deploy.learn.Selection;
import dev.rewind.deploy.options.ModelOption;
import dev.rewind.model.ActionModel;
import dev.rewind.model.ClipSpec;
import dev.rewind.training.clips.RecordedClips;
import dev.rewind.training.evaluate.ConfusionPicture;
import dev.rewind.training.evaluate.Evaluation;
import dev.rewind.training.evaluate.Evaluator;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How well a model labels held-out clips. */
@Command(
        name = "eval",
        description = "Label held-out clips with a model: top-1, top-5, recall of each class, and a picture of what it"
                + " takes for what.",
        footer = {
            "  rewind eval --model my-model --data clips.csv                 the test split",
            "  rewind eval --model my-model --data clips.csv --json          for programs",
            "  rewind eval --model fold2 --data clips.csv --split train,val --fold 2"
        })
final class EvalCommand implements Runnable {
    @Mixin
    private ModelOption model;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "FILE",
            required = true,
            description = "CSV file that lists the recordings: path,label,split[,group,fold].")
    private Path data;

    @Option(
            names = "--split",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "test",
            description = "Splits to label (default: ${DEFAULT-VALUE}).")
    private List<String> splits;

    @Option(names = "--fold", paramLabel = "N", description = "Only the clips of this fold.")
    private Integer fold;

    @Option(names = "--json", description = "Print JSON: top1, top5, perClass, clips, model.")
    private boolean json;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            defaultValue = "confusion.png",
            description = "Where to draw the confusion matrix (default: ${DEFAULT-VALUE}).")
    private Path picture;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        Evaluation evaluation = evaluate();
        ConfusionPicture.write(evaluation, picture);
        PrintWriter print = command.commandLine().getOut();
        if (json) {
            print.println(asJson(evaluation));
        } else {
            printForPeople(evaluation, print);
        }
        print.flush();
    }

    private Evaluation evaluate() {
        Selection selection = Selection.of(data, splits);
        try (HaltOnExit halt = new HaltOnExit();
                ActionModel loaded = ActionModel.load(model.directory())) {
            ClipSpec spec = loaded.manifest().clip();
            RecordedClips clips = Decoding.of(
                    fold == null ? selection.all() : selection.inFold(fold),
                    loaded.manifest().classes(),
                    spec,
                    command.commandLine().getErr());
            return Evaluator.evaluate(loaded, clips.size(), index -> clips.fixed(index, spec));
        }
    }

    private void printForPeople(Evaluation evaluation, PrintWriter print) {
        print.printf(Locale.ROOT, "%s on %d clips%n", evaluation.model(), evaluation.clips());
        print.printf(Locale.ROOT, "top-1 %.3f   top-5 %.3f%n", evaluation.top1(), evaluation.top5());
        evaluation.perClass().forEach((label, recall) -> print.printf(Locale.ROOT, "  %-16s %.3f%n", label, recall));
        print.println("confusion matrix: " + picture);
    }

    private static String asJson(Evaluation evaluation) {
        try {
            return new JsonMapper().writeValueAsString(evaluation);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an evaluation cannot be written as JSON: " + evaluation, e);
        }
    }
}
