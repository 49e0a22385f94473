package dev.rewind.deploy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.deploy.learn.Decoding;
import dev.rewind.deploy.learn.HaltOnExit;
import dev.rewind.deploy.learn.Selection;
import dev.rewind.deploy.learn.VideoRecordings;
import dev.rewind.deploy.options.ComputeOptions;
import dev.rewind.deploy.options.ModelOption;
import dev.rewind.deploy.options.ViewOptions;
import dev.rewind.model.ActionModel;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.Compute;
import dev.rewind.model.transform.Views;
import dev.rewind.training.clips.ClipManifest;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.RecordedClips;
import dev.rewind.training.clips.RecordingViews;
import dev.rewind.training.evaluate.ConfusionPicture;
import dev.rewind.training.evaluate.Evaluation;
import dev.rewind.training.evaluate.Evaluator;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
            "  rewind eval --model my-model --data clips.csv --views 5x1     as published networks are tested",
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

    @Mixin
    private ViewOptions views;

    @Mixin
    private ComputeOptions compute;

    @Option(names = "--json", description = "Print JSON: top1, top5, perClass, clips, model, and views where given.")
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
        Optional<Views> wanted = views.views();
        Evaluation evaluation = evaluate(wanted);
        ConfusionPicture.write(evaluation, picture);
        PrintWriter print = command.commandLine().getOut();
        if (json) {
            print.println(asJson(evaluation, wanted));
        } else {
            printForPeople(evaluation, wanted, print);
        }
        print.flush();
    }

    private Evaluation evaluate(Optional<Views> wanted) {
        Compute chosen = compute.compute();
        Selection selection = Selection.of(data, splits);
        try (HaltOnExit halt = new HaltOnExit();
                ActionModel loaded = ActionModel.load(model.directory(), chosen)) {
            List<ClipManifest.Entry> entries = fold == null ? selection.all() : selection.inFold(fold);
            return wanted.isPresent() ? onViews(loaded, entries, wanted.get()) : onClips(loaded, entries);
        }
    }

    private Evaluation onClips(ActionModel loaded, List<ClipManifest.Entry> entries) {
        ClipSpec spec = loaded.manifest().clip();
        RecordedClips clips = Decoding.of(
                entries,
                loaded.manifest().classes(),
                Footage.live(spec),
                command.commandLine().getErr());
        return Evaluator.evaluate(loaded, clips.size(), index -> clips.fixed(index, spec));
    }

    private Evaluation onViews(ActionModel loaded, List<ClipManifest.Entry> entries, Views wanted) {
        RecordingViews recordings = new RecordingViews(
                entries, loaded.manifest().classes(), loaded.manifest().clip(), wanted, new VideoRecordings());
        PrintWriter progress = command.commandLine().getErr();
        Evaluation evaluation = Evaluator.evaluateViews(loaded, recordings.size(), index -> {
            progress.printf("\rlabelling %d/%d", index + 1, recordings.size());
            progress.flush();
            return recordings.of(index);
        });
        progress.println();
        return evaluation;
    }

    private void printForPeople(Evaluation evaluation, Optional<Views> wanted, PrintWriter print) {
        String how = wanted.map(form -> ", " + form + " views of each").orElse("");
        print.printf(Locale.ROOT, "%s on %d clips%s%n", evaluation.model(), evaluation.clips(), how);
        print.printf(Locale.ROOT, "top-1 %.3f   top-5 %.3f%n", evaluation.top1(), evaluation.top5());
        evaluation.perClass().forEach((label, recall) -> print.printf(Locale.ROOT, "  %-16s %.3f%n", label, recall));
        print.println("confusion matrix: " + picture);
    }

    private static String asJson(Evaluation evaluation, Optional<Views> wanted) {
        ObjectNode figures = new JsonMapper().valueToTree(evaluation);
        wanted.ifPresent(form -> figures.put("views", form.toString())
                .put("viewStarts", form.starts().name().toLowerCase(Locale.ROOT)));
        return figures.toString();
    }
}
