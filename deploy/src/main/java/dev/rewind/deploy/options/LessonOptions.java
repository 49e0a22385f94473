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
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a training starts from, and how it goes on. */
public final class LessonOptions {
    /** What drawn clips of few actions are learned with. */
    public static final String SMALLEST = "rev-mvit-tiny";

    /** What the repertoire, and from there recordings, are learned with. */
    public static final String PRETRAINED = "rev-mvit-small";

    private static final String NOTHING = "none";

    @Option(
            names = {"-p", "--preset"},
            paramLabel = "NAME",
            description =
                    "The network; when not given that of the model to start from, or rev-mvit-tiny, or rev-mvit-small"
                            + " for the repertoire. One of: ${COMPLETION-CANDIDATES}.",
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
            description = "Frames of a clip: one every 'period', which keeps an action's tempo, or spread over the"
                    + " 'whole' recording (default: period).")
    private Sampling sampling;

    @Option(
            names = "--period",
            paramLabel = "TIME",
            converter = TimeReader.class,
            description =
                    "Time between frames of a clip, such as 80ms, also of live streams (default: so that a clip"
                            + " lasts as long as the recording of median length; with --recipe kinetics as the network has it).")
    private Duration period;

    @Mixin
    private TrainingOptions training;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Those that the user gave, but for where a network is computed: with them, something is to be trained. */
    public List<String> chosen() {
        Set<String> names = new HashSet<>(
                CommandSpec.forAnnotatedObject(new LessonOptions()).optionsMap().keySet());
        names.removeAll(CommandSpec.forAnnotatedObject(new ComputeOptions())
                .optionsMap()
                .keySet());
        names.removeAll(
                CommandSpec.forAnnotatedObject(new ThreadsOption()).optionsMap().keySet());
        return command.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .filter(names::contains)
                .toList();
    }

    /** How a network is trained. */
    public TrainingOptions training() {
        return training;
    }

    /**
     * Where a training on drawn clips starts: from nothing, unless it is told otherwise.
     *
     * @param usual the preset where none was chosen
     */
    public Start startOnDrawnClips(String usual) {
        return from == null || startsFromNothing() ? startFromNothing(usual) : startFrom(from);
    }

    /**
     * A training on recordings.
     *
     * @param start where it starts
     * @param recordings how many
     * @param classes how many they have
     * @param print told what the user should know of it
     */
    public Lesson onRecordings(Start start, int recordings, int classes, PrintWriter print) {
        TrainingSettings wanted =
                training.forRecordings(recordings, start.parent().isPresent());
        TrainingSettings settings = training.fitted(wanted, start.preset().network(), classes, print);
        return new Lesson(start, settings, Optional.ofNullable(sampling), Optional.ofNullable(period));
    }

    /** Where a training on recordings starts: from the shipped pre-trained model, if that can be. */
    public Start startOnRecordings() {
        if (startsFromNothing()) {
            return startFromNothing(SMALLEST);
        }
        if (from != null) {
            return startFrom(from);
        }
        Path pretrained = ShippedModels.pretrained();
        String fitting = new ModelFolder(pretrained).manifest().preset();
        return preset == null || preset.equals(fitting) ? startFrom(pretrained) : startFromNothing(preset);
    }

    private Start startFromNothing(String usual) {
        return new Start(namedPreset(usual), Optional.empty());
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
