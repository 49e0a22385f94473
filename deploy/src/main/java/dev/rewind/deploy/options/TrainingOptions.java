package dev.rewind.deploy.options;

import dev.rewind.model.Compute;
import dev.rewind.model.network.Backpropagation.Mode;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.training.Execution;
import dev.rewind.training.MemoryPlan;
import dev.rewind.training.TrainingSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a network is trained. */
public final class TrainingOptions {
    private static final int MOST_EPOCHS = 200;
    private static final int FEWEST_EPOCHS = 5;
    /** Clips that a training sees, each time varied: some minutes of a small network on one core. */
    private static final int VIEWS_FROM_PRETRAINED = 6_000;

    private static final int VIEWS_FROM_NOTHING = 32_000;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description =
                    "How often every clip is seen (default: as often as makes about 6,000 views of recordings, 32,000"
                            + " from nothing, but 5 to 200 times; 40 for synthetic clips, 50 for the repertoire).")
    private Integer epochs;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "End by then, hurrying the schedule; without it the result depends on the seed alone.")
    private Double minutes;

    @Mixin
    private StepOptions steps;

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Share of a target spread over all classes (default: ${DEFAULT-VALUE}).")
    private double labelSmoothing;

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            description =
                    "How clips are varied and weights optimised: 'standard', 'light', or 'kinetics', as Rev-MViT was"
                            + " trained there: RandAugment, resized crops, erasing, mixup and CutMix, twice a clip, its learning"
                            + " rate and decay; drop path and dropout are the preset's"
                            + " (default: standard; light for synthetic clips).")
    private RecipeName recipe;

    @Option(
            names = "--flip",
            negatable = true,
            fallbackValue = "true",
            description =
                    "Mirror half of the clips; only where left and right mean the same (default: as on kinetics there,"
                            + " and synthetic clips; otherwise not).")
    private Boolean flip;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides every random choice (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "'reversible' rebuilds the activations of a reversible network, for far less memory and"
                    + " a sixth more time; 'ordinary' keeps them (default: reversible where the network is).")
    private Mode mode;

    @Mixin
    private WalkOptions walk;

    @Mixin
    private OptimizationOptions optimization;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private ComputeOptions compute;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Settings for recordings of unknown number, which are few and need variation. */
    public TrainingSettings forRecordings() {
        return forRecordings(MOST_EPOCHS);
    }

    /**
     * Settings for so many recordings: the more there are, the fewer epochs, so that a training takes about as long.
     *
     * @param pretrained whether it starts from a model that knows what movements look like
     */
    public TrainingSettings forRecordings(int recordings, boolean pretrained) {
        int views = pretrained ? VIEWS_FROM_PRETRAINED : VIEWS_FROM_NOTHING;
        int fitting = Math.max(FEWEST_EPOCHS, Math.min(MOST_EPOCHS, Math.round(views / (float) recordings)));
        return forRecordings(fitting);
    }

    private TrainingSettings forRecordings(int usualEpochs) {
        RecipeName chosen = recipe == null ? RecipeName.STANDARD : recipe;
        boolean published = chosen == RecipeName.KINETICS;
        return settings(published ? MOST_EPOCHS : usualEpochs, chosen, published);
    }

    /** Settings for drawn clips, which vary by themselves and mean the same mirrored. */
    public TrainingSettings forSyntheticClips() {
        return settings(40, recipe == null ? RecipeName.LIGHT : recipe, true);
    }

    /** Settings for pre-training, whose clips vary by themselves; a mirrored gesture is another. */
    public TrainingSettings forRepertoire() {
        return settings(50, recipe == null ? RecipeName.LIGHT : recipe, false);
    }

    /** On what a network is computed. */
    public Compute compute() {
        return compute.compute();
    }

    /** Threads of one operation. */
    public int threads() {
        return threads.threads();
    }

    /**
     * Settings that take as many clips at a time as fit into {@code --memory}, where that was given.
     *
     * @param settings those of this command line
     * @param network whatever its classes
     * @param classes that the clips have
     * @param print told what was picked
     */
    public TrainingSettings fitted(TrainingSettings settings, NetworkConfig network, int classes, PrintWriter print) {
        return steps.memory()
                .map(bytes -> {
                    MemoryPlan plan =
                            Usage.of(command, () -> MemoryPlan.of(network.withClasses(classes), settings, bytes));
                    print.println(describe(plan));
                    print.flush();
                    return settings.withSteps(plan.of(settings.steps()));
                })
                .orElse(settings);
    }

    private static String describe(MemoryPlan plan) {
        return String.format(
                "%d %s a pass, %d %s a step: about %s of %s",
                plan.clips(),
                plan.clips() == 1 ? "clip" : "clips",
                plan.passes(),
                plan.passes() == 1 ? "pass" : "passes",
                Bytes.shown(plan.bytes()),
                Bytes.shown(plan.budget()));
    }

    private TrainingSettings settings(int usualEpochs, RecipeName chosen, boolean usualFlip) {
        return Usage.of(
                command,
                () -> new TrainingSettings(
                        seed,
                        steps.of(
                                epochs == null ? usualEpochs : epochs,
                                Optional.ofNullable(minutes).map(m -> Duration.ofMillis((long) (m * 60_000)))),
                        chosen.recipe(flip == null ? usualFlip : flip),
                        labelSmoothing,
                        optimization.orAs(chosen.optimization(steps.clips())),
                        execution()));
    }

    private Execution execution() {
        if (mode == Mode.ORDINARY) {
            walk.refuseInOrdinaryMode();
        }
        return new Execution(compute.compute(), Optional.ofNullable(mode), walk.settings());
    }
}
