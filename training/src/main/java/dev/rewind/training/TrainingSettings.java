package dev.rewind.training;

import dev.rewind.model.Compute;
import dev.rewind.model.network.Backpropagation;
import dev.rewind.training.augment.Recipe;
import dev.rewind.training.optimize.CosineSchedule;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a network is trained.
 *
 * @param epochs how often every clip is seen
 * @param batch clips of one step
 * @param schedule the learning rate over the training
 * @param weightDecay AdamW's decay
 * @param clipNorm gradients are cut to this length
 * @param labelSmoothing share of a target that is spread over all classes
 * @param recipe how clips are drawn and varied
 * @param seed decides every random choice
 * @param limit the schedule is hurried so that the training ends by then; without one it is a function of the seed
 * @param compute on what, and with which kernels
 * @param mode whether activations are kept
 */
public record TrainingSettings(
        int epochs,
        int batch,
        CosineSchedule schedule,
        double weightDecay,
        double clipNorm,
        double labelSmoothing,
        Recipe recipe,
        long seed,
        Optional<Duration> limit,
        Compute compute,
        Backpropagation.Mode mode) {
    public TrainingSettings {
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(recipe, "recipe");
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(compute, "compute");
        Objects.requireNonNull(mode, "mode");
        if (epochs < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "epochs and batch must be at least 1, but were " + epochs + " and " + batch);
        }
        if (!(weightDecay >= 0) || !(clipNorm > 0) || !(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new IllegalArgumentException(
                    "weightDecay must be at least 0, clipNorm above 0 and labelSmoothing in [0, 1), but were "
                            + weightDecay + ", " + clipNorm + " and " + labelSmoothing);
        }
        limit.filter(time -> time.isNegative() || time.isZero()).ifPresent(time -> {
            throw new IllegalArgumentException("the time limit must be above 0, but was " + time);
        });
    }

    /** Settings for ordinary training by the fast, exact kernels, on a GPU where one can be used. */
    public TrainingSettings(
            int epochs,
            int batch,
            CosineSchedule schedule,
            double weightDecay,
            double clipNorm,
            double labelSmoothing,
            Recipe recipe,
            long seed,
            Optional<Duration> limit) {
        this(
                epochs,
                batch,
                schedule,
                weightDecay,
                clipNorm,
                labelSmoothing,
                recipe,
                seed,
                limit,
                Compute.exact(),
                Backpropagation.Mode.ORDINARY);
    }

    /** The same settings in another mode. */
    public TrainingSettings withMode(Backpropagation.Mode other) {
        return new TrainingSettings(
                epochs, batch, schedule, weightDecay, clipNorm, labelSmoothing, recipe, seed, limit, compute, other);
    }
}
