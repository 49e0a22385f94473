package dev.rewind.deploy;

import dev.rewind.deploy.learn.Decoding;
import dev.rewind.deploy.learn.HaltOnExit;
import dev.rewind.deploy.learn.Lesson;
import dev.rewind.deploy.learn.MemoryReading;
import dev.rewind.deploy.learn.RepertoireClips;
import dev.rewind.deploy.learn.Selection;
import dev.rewind.deploy.learn.Start;
import dev.rewind.deploy.learn.SyntheticClips;
import dev.rewind.deploy.learn.TrainingDisplay;
import dev.rewind.deploy.options.CheckpointOptions;
import dev.rewind.deploy.options.LessonOptions;
import dev.rewind.deploy.options.TrainingOptions;
import dev.rewind.deploy.options.Usage;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipSpec.Sampling;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.Preset;
import dev.rewind.model.engine.Torch;
import dev.rewind.training.ModelTraining;
import dev.rewind.training.TrainingSettings;
import dev.rewind.training.clips.ClipManifest;
import dev.rewind.training.clips.ClipSource;
import dev.rewind.training.clips.RecordedClips;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Labelled clips to a model folder. */
@Command(
        name = "train",
        description = {
            "Train a model on labelled clips and write it to a folder that 'rewind up --model' takes.",
            "Clips come from a CSV file with the columns path,label,split[,group,fold], or are drawn."
        },
        footer = {
            "  rewind train --synthetic --out my-model                      the shipped model again, from nothing",
            "  rewind train --synthetic=repertoire --out pretrained         what trainings on recordings start from",
            "  rewind train --data clips.csv --out my-model                 one's own recordings",
            "  rewind train --data clips.csv --from my-model --out better   start from another model",
            "  rewind train --data clips.csv --out my-model --resume        go on where it was killed",
            "  rewind train --data clips.csv --fold 2 --out fold2           leave fold 2 out, for 'rewind eval --fold 2'"
        })
final class TrainCommand implements Runnable {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    @ArgGroup(multiplicity = "1")
    private Clips clips;

    /** What is drawn. */
    private enum Synthetic {
        ACTIONS,
        REPERTOIRE
    }

    /** One of the two. */
    private static final class Clips {
        @Option(
                names = {"-d", "--data"},
                paramLabel = "FILE",
                required = true,
                description = "CSV file that lists the recordings.")
        private Path data;

        @Option(
                names = "--synthetic",
                required = true,
                arity = "0..1",
                paramLabel = "WHAT",
                fallbackValue = "actions",
                description = "Draw clips: of figures doing ten everyday 'actions', as when nothing is named, or the"
                        + " 'repertoire' for pre-training: hands that draw in the air, and people who do exercises.")
        private Synthetic synthetic;
    }

    @Option(
            names = "--split",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "train,val",
            description = "Splits to train on (default: ${DEFAULT-VALUE}).")
    private List<String> splits;

    @Option(names = "--fold", paramLabel = "N", description = "Leave out the clips of this fold.")
    private Integer fold;

    @Option(
            names = "--clips-per-epoch",
            paramLabel = "N",
            defaultValue = "1600",
            description = "Synthetic clips of one epoch (default: ${DEFAULT-VALUE}).")
    private int clipsPerEpoch;

    @Mixin
    private LessonOptions lesson;

    @Mixin
    private CheckpointOptions checkpoints;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            required = true,
            description = "Folder to write the model to.")
    private Path out;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        PrintWriter print = command.commandLine().getOut();
        checkpoints.beside(out).requireSensible(); // before anything that takes long
        Torch.useThreads(lesson.training().threads());
        ModelManifest manifest;
        try (HaltOnExit halt = new HaltOnExit()) {
            manifest = clips.data == null ? onSyntheticClips(print) : onRecordings(print);
        }
        print.printf(
                "wrote %s, version %s, %d classes%n",
                out, manifest.version(), manifest.classes().size());
    }

    private ModelManifest onSyntheticClips(PrintWriter print) {
        boolean repertoire = clips.synthetic == Synthetic.REPERTOIRE;
        Start start = lesson.startOnDrawnClips(repertoire ? LessonOptions.PRETRAINED : LessonOptions.SMALLEST);
        Preset preset = start.preset();
        ClipSource source = Usage.of(
                command, () -> repertoire ? new RepertoireClips(clipsPerEpoch) : new SyntheticClips(clipsPerEpoch));
        TrainingOptions training = lesson.training();
        TrainingSettings settings = training.fitted(
                repertoire ? training.forRepertoire() : training.forSyntheticClips(),
                preset.network(),
                source.classes().size(),
                print);
        ClipSpec clip = repertoire
                ? preset.clip().withSampling(Sampling.WHOLE, preset.clip().period())
                : preset.clip();
        return train(
                source,
                new ModelTraining(preset.name(), preset.network(), clip, settings, start.parent()),
                start,
                print);
    }

    private ModelManifest onRecordings(PrintWriter print) {
        Start start = lesson.startOnRecordings(); // before anything that takes long
        Selection selection = Selection.of(clips.data, splits);
        List<String> classes = RecordedClips.classesOf(selection.all());
        List<ClipManifest.Entry> entries = fold == null ? selection.all() : selection.outsideFold(fold);
        Lesson planned = lesson.onRecordings(start, entries.size(), classes.size(), print);
        RecordedClips recorded = Decoding.of(
                entries, classes, planned.footage(), command.commandLine().getErr());
        return train(recorded, planned.on(recorded), start, print);
    }

    private ModelManifest train(ClipSource source, ModelTraining training, Start start, PrintWriter print) {
        TrainingSettings settings = training.settings();
        print.printf(
                "training %s on %d clips of %d classes, %d epochs, from %s%n",
                training.preset(),
                source.size(),
                source.classes().size(),
                settings.steps().epochs(),
                start.parentName());
        print.flush();
        String version = out.toAbsolutePath().getFileName() + "-"
                + LocalDateTime.now(ZoneOffset.UTC).format(STAMP);
        MemoryReading memory =
                MemoryReading.of(settings.execution().compute().manager().getDevice());
        try (TrainingDisplay display = TrainingDisplay.on(print, memory)) {
            return training.run(source, version, out, checkpoints.beside(out), display);
        }
    }
}
