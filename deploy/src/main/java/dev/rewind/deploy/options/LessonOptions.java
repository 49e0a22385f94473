package dev.rewind.deploy.options;

import dev.rewind.deploy.learn.Lesson;
import dev.rewind.deploy.learn.Start;
import dev.rewind.model.ClipSpec.Sampling;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.Preset;
import dev.rewind.training.TrainingSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a training starts from, and how it goes on. */
public final class LessonOptions {
    private static final String NOTHING = "none";

    @Option(
            names = {"-p", "--preset"},
            paramLabel = "NAME",
            description =
                    "The network; that of --from, or rev-mvit-tiny, when not given. One of: ${COMPLETION-CANDIDATES}.",
            completionCandidates = PresetNames.class)
    private String preset;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description =
                    "Start from this model's weights, what does not fit begins anew; or from 'none' (default: the"
                            + " shipped model that was pre-trained on drawn clips, for recordings and a preset that is its own).")
    private Path from;

    @Option(
            names = "--sampling",
            paramLabel = "HOW",
            description = "Frames of a clip: spread over the 'whole' recording, or one every 'period' of 133 ms"
                    + " (default: whole; period with --recipe kinetics).")
    private Sampling sampling;

    @Mixin
    private TrainingOptions training;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** How a network is trained. */
    public TrainingOptions training() {
        return training;
    }

    /** Where a training on drawn clips starts: from nothing, unless it is told otherwise. */
    public Start startOnDrawnClips() {
        return from == null || startsFromNothing()
                ? new Start(namedPreset(Preset.names().get(0)), Optional.empty())
                : startFrom(from);
    }

    /**
     * A training on recordings.
     *
     * @param recordings how many
     * @param classes how many they have
     * @param print told what the user should know of it
     */
    public Lesson onRecordings(int recordings, int classes, PrintWriter print) {
        Start start = startOnRecordings();
        TrainingSettings wanted =
                training.forRecordings(recordings, start.parent().isPresent());
        TrainingSettings settings = training.fitted(wanted, start.preset().network(), classes, print);
        return new Lesson(start, settings, Optional.ofNullable(sampling));
    }

    private Start startOnRecordings() {
        if (startsFromNothing()) {
            return new Start(namedPreset(Preset.names().get(0)), Optional.empty());
        }
        if (from != null) {
            return startFrom(from);
        }
        Path pretrained = ShippedModels.pretrained();
        String fitting = new ModelFolder(pretrained).manifest().preset();
        return preset == null || preset.equals(fitting)
                ? startFrom(pretrained)
                : new Start(namedPreset(preset), Optional.empty());
    }

    private Start startFrom(Path folder) {
        ModelManifest parent = new ModelFolder(folder).manifest();
        Preset network =
                preset == null ? new Preset(parent.preset(), parent.network(), parent.clip()) : namedPreset(preset);
        return new Start(network, Optional.of(folder));
    }

    private Preset namedPreset(String usual) {
        return Usage.of(command, () -> Preset.byName(preset == null ? usual : preset));
    }

    private boolean startsFromNothing() {
        return from != null && from.toString().equals(NOTHING);
    }
}
