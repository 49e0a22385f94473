package dev.rewind.deploy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.deploy.learn.CrossValidation;
import dev.rewind.deploy.learn.Decoding;
import dev.rewind.deploy.learn.FoldFigures;
import dev.rewind.deploy.learn.HaltOnExit;
import dev.rewind.deploy.learn.Selection;
import dev.rewind.deploy.learn.Start;
import dev.rewind.deploy.learn.VideoRecordings;
import dev.rewind.deploy.options.LessonOptions;
import dev.rewind.deploy.options.ModelOption;
import dev.rewind.deploy.options.Usage;
import dev.rewind.deploy.options.ViewOptions;
import dev.rewind.deploy.scratch.ScratchFolder;
import dev.rewind.model.ActionModel;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.Compute;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.transform.Views;
import dev.rewind.training.clips.ClipManifest;
import dev.rewind.training.clips.Folds;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.RecordedClips;
import dev.rewind.training.clips.RecordingViews;
import dev.rewind.training.evaluate.ConfusionPicture;
import dev.rewind.training.evaluate.Evaluation;
import dev.rewind.training.evaluate.Evaluator;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How well a model labels held-out clips. */
@Command(
        name = "eval",
        description = "Label held-out clips with a model: top-1, top-5, recall of each class, and a picture of what it"
                + " takes for what.",
        footer = {
            "  rewind eval --model my-model --data clips.csv                 the test split",
            "  rewind eval --data clips.csv --folds --json                   cross validation, by train's defaults",
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
            description = "Splits to label (default: test; all with --folds).")
    private List<String> splits;

    @Option(names = "--fold", paramLabel = "N", description = "Only the clips of this fold.")
    private Integer fold;

    @Mixin
    private ViewOptions views;

    @Option(
            names = "--folds",
            description = "Cross validation: train a model for each fold, from the options of a training, on all clips"
                    + " but the fold's, and label the fold's with it; print each fold's top-1, their mean and their"
                    + " standard deviation. Folds are those of the column 'fold', of any split unless --split is given;"
                    + " clips without one (or with -1) stay out. Where no clip has one, there are five, drawn by the hash"
                    + " of the group, or of the file's name.")
    private boolean folds;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Keep the model of each fold there, with --folds.")
    private Path out;

    @Mixin
    private LessonOptions lesson;

    @Option(
            names = "--json",
            description =
                    "Print JSON: top1, top5, perClass, clips, model, and views where given; with --folds mean, std"
                            + " and folds, each with fold, top1, clips and seconds.")
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
        if (folds) {
            crossValidate();
        } else {
            label();
        }
    }

    private void crossValidate() {
        if (model.named() || fold != null || views.views().isPresent()) {
            throw new ParameterException(
                    command.commandLine(),
                    "--folds trains a model for each fold and labels one clip of each recording; leave out --model,"
                            + " --fold and --views (--from names a model to start from)");
        }
        Torch.useThreads(lesson.training().threads());
        PrintWriter progress = command.commandLine().getErr();
        ClipManifest manifest = ClipManifest.read(data);
        List<ClipManifest.Entry> entries =
                splits == null ? manifest.where(entry -> true) : new Selection(manifest, Set.copyOf(splits)).all();
        Folds parts = Usage.of(command, () -> Folds.of(entries));
        int classes = RecordedClips.classesOf(parts.all()).size();
        Start start = lesson.startOnRecordings();
        CrossValidation.Result result;
        try (HaltOnExit halt = new HaltOnExit();
                ScratchFolder scratch = ScratchFolder.create()) {
            result = new CrossValidation(
                            parts, recordings -> lesson.onRecordings(start, recordings, classes, progress), progress)
                    .run(out == null ? scratch.path() : out);
        }
        ConfusionPicture.write(result.pooled(), picture);
        PrintWriter print = command.commandLine().getOut();
        if (json) {
            ObjectNode figures = new JsonMapper().valueToTree(result.figures());
            print.println(figures);
        } else {
            printForPeople(result, print);
        }
        print.flush();
    }

    private void printForPeople(CrossValidation.Result result, PrintWriter print) {
        FoldFigures figures = result.figures();
        figures.folds()
                .forEach(each -> print.printf(
                        Locale.ROOT,
                        "fold %-3d top-1 %.3f   %d clips, trained in %.0f s%n",
                        each.fold(),
                        each.top1(),
                        each.clips(),
                        each.seconds()));
        print.printf(Locale.ROOT, "mean %.3f   std %.3f%n", figures.mean(), figures.std());
        printPerClass(result.pooled(), print);
    }

    private void label() {
        List<String> idle = new ArrayList<>(lesson.chosen());
        if (out != null) {
            idle.add("--out");
        }
        if (!idle.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    String.join(", ", idle) + " say how to train, but without --folds nothing is trained;"
                            + " add --folds, or leave them out");
        }
        Torch.useThreads(lesson.training().threads());
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
        Compute chosen = lesson.training().compute();
        Selection selection = Selection.of(data, splits == null ? List.of("test") : splits);
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
        printPerClass(evaluation, print);
    }

    private void printPerClass(Evaluation evaluation, PrintWriter print) {
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
