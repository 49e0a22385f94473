package dev.rewind.deploy.options;

import dev.rewind.training.optimize.CosineSchedule;
import dev.rewind.training.optimize.Optimization;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** How gradients become weights. What is not chosen is as the recipe has it. */
final class OptimizationOptions {
    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description = "Peak of the cosine schedule (default: 0.001; kinetics: 0.0001 for 16 clips a step, in"
                    + " proportion for more).")
    private Double learningRate;

    @Option(
            names = "--warmup",
            paramLabel = "SHARE",
            description = "Share of the training in which the learning rate rises (default: 0.05; kinetics: 0.25).")
    private Double warmup;

    @Option(
            names = "--weight-decay",
            paramLabel = "D",
            description = "AdamW's decay of all but biases and layer norms (default: 0.05; kinetics: 0.07).")
    private Double weightDecay;

    @Option(
            names = "--clip-norm",
            paramLabel = "LENGTH",
            converter = NumberOrOff.class,
            description = "Cut the gradients' common length to this, or 'off' (default: 1; kinetics: off).")
    private OptionalDouble clipNorm;

    @Option(
            names = "--average",
            paramLabel = "STEPS",
            converter = NumberOrOff.class,
            description =
                    "Leave the average of the weights over so many steps, which generalises better, or the last ones"
                            + " with 'off' (default: 500; kinetics: off).")
    private OptionalDouble averageSteps;

    @Option(
            names = "--optimizer-in-walk",
            description =
                    "Update each layer, and free its gradients, while the reversible mode walks back; for less memory."
                            + " Wants --clip-norm off, and no --accumulate.")
    private boolean inWalk;

    /**
     * What the user chose.
     *
     * @param usual where nothing was chosen
     */
    Optimization orAs(Optimization usual) {
        return new Optimization(
                new CosineSchedule(
                        chosen(learningRate, usual.schedule().peak()),
                        chosen(warmup, usual.schedule().warmup())),
                chosen(weightDecay, usual.weightDecay()),
                chosen(clipNorm, usual.clipNorm()),
                chosen(averageSteps, usual.averageSteps()),
                inWalk);
    }

    private static <T> T chosen(T value, T usual) {
        return value == null ? usual : value;
    }
}
