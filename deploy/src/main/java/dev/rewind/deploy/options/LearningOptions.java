package dev.rewind.deploy.options;

import dev.rewind.training.Steps;
import dev.rewind.training.TrainingSettings;
import dev.rewind.training.gate.GateSettings;
import dev.rewind.training.service.Rounds;
import dev.rewind.training.service.TrainingServiceSettings;
import dev.rewind.training.store.HeldOut;
import dev.rewind.training.store.StoreLimits;
import dev.rewind.training.watch.RollbackSettings;
import dev.rewind.training.watch.ShadowSettings;
import dev.rewind.training.watch.WatchSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** When the training service trains, and what it does with what comes out. */
public final class LearningOptions {
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(10);

    @Option(
            names = "--work",
            paramLabel = "DIR",
            defaultValue = ".rewind/training",
            description = "Keeps decoded clips and models; can be made again from the topics"
                    + " (default: ${DEFAULT-VALUE}).")
    private Path work;

    @Option(
            names = "--min-clips",
            paramLabel = "N",
            defaultValue = "50",
            description = "A round needs so many clips (default: ${DEFAULT-VALUE}).")
    private int minClips;

    @Option(
            names = "--new-clips",
            paramLabel = "N",
            defaultValue = "20",
            description = "And so many that no round has seen, or that were corrected (default: ${DEFAULT-VALUE}).")
    private int newClips;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = TimeReader.class,
            description =
                    "Or one new clip, and so long since the last round, such as 2h (default: by the count alone).")
    private Duration every;

    @Option(
            names = "--quiet",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = TimeReader.class,
            description = "A round waits until no clip has come for so long, lest it begin amid an import; at most ten"
                    + " times as long (default: ${DEFAULT-VALUE}).")
    private Duration quiet;

    @Option(
            names = "--freshness",
            paramLabel = "FACTOR",
            defaultValue = "2",
            description = "New clips are shown so many times as often as older ones of their class, which are shown in"
                    + " every round, lest they be forgotten (default: ${DEFAULT-VALUE}).")
    private double freshness;

    @Option(
            names = "--held-out",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description = "Share of the groups whose clips are never trained on but measure every candidate; the same"
                    + " groups as long as it stays the same (default: ${DEFAULT-VALUE}).")
    private double heldOut;

    @Option(
            names = "--max-clips",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Clips beyond these go to 'dead-letters' (default: ${DEFAULT-VALUE}).")
    private int maxClips;

    @Option(
            names = "--store",
            paramLabel = "SIZE",
            defaultValue = "8GiB",
            converter = Bytes.Reader.class,
            description = "And those whose frames would make the store larger than this (default: ${DEFAULT-VALUE}).")
    private long store;

    @Option(
            names = "--gate-confidence",
            paramLabel = "SHARE",
            defaultValue = "0.95",
            description =
                    "A candidate must be better than the live model beyond chance by this (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(
            names = "--largest-drop",
            paramLabel = "SHARE",
            description =
                    "And lose no more than this of top-1 on the classes that the live model knows, even where that"
                            + " may be chance (default: drops beyond chance alone are refused).")
    private Double largestDrop;

    @Option(
            names = "--shadow-clips",
            paramLabel = "N",
            defaultValue = "200",
            description = "It labels so many live clips beside the live model, unpublished, before it takes over; 0 to"
                    + " take over at once (default: ${DEFAULT-VALUE}).")
    private int shadowClips;

    @Option(
            names = "--shadow-longest",
            paramLabel = "TIME",
            defaultValue = "15min",
            converter = TimeReader.class,
            description = "Or fewer, after this time (default: ${DEFAULT-VALUE}); with no inference at all, after"
                    + " --shadow-silence.")
    private Duration shadowLongest;

    @Option(
            names = "--shadow-silence",
            paramLabel = "TIME",
            defaultValue = "2min",
            converter = TimeReader.class,
            description = "Nothing serves if no inference reports the candidate by then (default: ${DEFAULT-VALUE}).")
    private Duration shadowSilence;

    @Option(
            names = "--shadow-slowest",
            paramLabel = "FACTOR",
            defaultValue = "2",
            description = "Refused if it takes longer than so many times the live model (default: ${DEFAULT-VALUE}).")
    private double shadowSlowest;

    @Option(
            names = "--rollback-labels",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "The previous model comes back by itself when people disagree with so many labels of the live one"
                            + " or more, beyond chance (default: ${DEFAULT-VALUE}).")
    private int rollbackLabels;

    @Option(
            names = "--rollback-chance",
            paramLabel = "SHARE",
            defaultValue = "0.01",
            description = "How unlikely that must be by chance (default: ${DEFAULT-VALUE}).")
    private double rollbackChance;

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "5",
            description = "Models that do not serve are kept for a rollback up to so many (default: ${DEFAULT-VALUE}).")
    private int keep;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * What the user chose.
     *
     * @param parent folder of the model to start from while none is live
     * @param training how a round trains; without a time limit it gets one of ten minutes
     */
    public TrainingServiceSettings settings(Path parent, TrainingSettings training) {
        return Usage.of(
                command,
                () -> new TrainingServiceSettings(
                        parent,
                        work,
                        new Rounds(minClips, newClips, Optional.ofNullable(every), quiet, freshness),
                        new StoreLimits(maxClips, store, StoreLimits.usual().frames()),
                        new HeldOut(heldOut),
                        new GateSettings(
                                confidence,
                                GateSettings.usual().draws(),
                                training.seed(),
                                largestDrop == null ? OptionalDouble.empty() : OptionalDouble.of(largestDrop)),
                        new WatchSettings(
                                new ShadowSettings(shadowClips, shadowLongest, shadowSilence, shadowSlowest),
                                new RollbackSettings(rollbackLabels, rollbackChance),
                                keep),
                        training.withSteps(limited(training.steps()))));
    }

    private static Steps limited(Steps steps) {
        return new Steps(
                steps.epochs(),
                steps.batch(),
                steps.accumulate(),
                Optional.of(steps.limit().orElse(LONGEST_ROUND)));
    }
}
