package dev.rewind.deploy.options;

import dev.rewind.model.network.Backpropagation.Mode;
import dev.rewind.training.Execution;
import dev.rewind.training.Steps;
import dev.rewind.training.TrainingSettings;
import dev.rewind.training.optimize.CosineSchedule;
import dev.rewind.training.optimize.Optimization;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a network is trained. */
public final class TrainingOptions {
    private static final double WARM_UP = 0.05;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "How often every clip is seen (default: 200 for recordings, 40 for synthetic clips).")
    private Integer epochs;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "End by then, hurrying the schedule; without it the result depends on the seed alone.")
    private Double minutes;

    @Option(
            names = "--batch",
            paramLabel = "CLIPS",
            defaultValue = "16",
            description = "Clips that are computed together (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--accumulate",
            paramLabel = "N",
            defaultValue = "1",
            description = "Add up the gradients of so many batches to one step (default: ${DEFAULT-VALUE}).")
    private int accumulate;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            defaultValue = "0.001",
            description = "Peak of the cosine schedule (default: ${DEFAULT-VALUE}).")
    private double learningRate;

    @Option(
            names = "--weight-decay",
            paramLabel = "D",
            defaultValue = "0.05",
            description = "AdamW's decay (default: ${DEFAULT-VALUE}).")
    private double weightDecay;

    @Option(
            names = "--clip-norm",
            paramLabel = "LENGTH",
            defaultValue = "1",
            converter = NumberOrOff.class,
            description = "Cut the gradients' common length to this, or 'off' (default: ${DEFAULT-VALUE}).")
    private OptionalDouble clipNorm;

    @Option(
            names = "--average",
            paramLabel = "STEPS",
            defaultValue = "500",
            converter = NumberOrOff.class,
            description =
                    "Leave the average of the weights over so many steps, which generalises better, or the last ones"
                            + " with 'off' (default: ${DEFAULT-VALUE}).")
    private OptionalDouble averageSteps;

    @Option(
            names = "--optimizer-in-walk",
            description =
                    "Update each layer, and free its gradients, while the reversible mode walks back; for less memory."
                            + " Wants --clip-norm off, and no --accumulate.")
    private boolean inWalk;

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
                    "How clips are varied: 'standard', 'light', or Rev-MViT's 'published' one of RandAugment, resized"
                            + " crops, erasing, mixup and CutMix, twice a clip (default: standard; light for synthetic clips).")
    private RecipeName recipe;

    @Option(names = "--flip", description = "Mirror half of the clips; only where left and right mean the same.")
    private boolean flip;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides every random choice (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "'reversible' rebuilds the activations of a reversible network, for far less memory and about"
                    + " a third more time; 'ordinary' keeps them (default: reversible where the network is).")
    private Mode mode;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private ComputeOptions compute;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Settings for recordings, which are few and need variation. */
    public TrainingSettings forRecordings() {
        return settings(200, RecipeName.STANDARD, flip);
    }

    /** Settings for drawn clips, which vary by themselves and mean the same mirrored. */
    public TrainingSettings forSyntheticClips() {
        return settings(40, RecipeName.LIGHT, true);
    }

    /** Threads of one operation. */
    public int threads() {
        return threads.threads();
    }

    private TrainingSettings settings(int defaultEpochs, RecipeName defaultRecipe, boolean mirror) {
        return Usage.of(
                command,
                () -> new TrainingSettings(
                        seed,
                        new Steps(
                                epochs == null ? defaultEpochs : epochs,
                                batch,
                                accumulate,
                                Optional.ofNullable(minutes).map(m -> Duration.ofMillis((long) (m * 60_000)))),
                        (recipe == null ? defaultRecipe : recipe).recipe(mirror),
                        labelSmoothing,
                        new Optimization(
                                new CosineSchedule(learningRate, WARM_UP), weightDecay, clipNorm, averageSteps, inWalk),
                        new Execution(compute.compute(), Optional.ofNullable(mode))));
    }
}
