package dev.rewind.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipTensor;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.network.Backpropagation;
import dev.rewind.model.network.Gradients;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Pass;
import dev.rewind.model.network.Weights;
import dev.rewind.training.augment.SoftLabels;
import dev.rewind.training.augment.Variation;
import dev.rewind.training.clips.ClipSource;
import dev.rewind.training.clips.LabelledClip;
import dev.rewind.training.optimize.AdamW;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Trains a network on labelled clips: vary, forward, cross-entropy with smoothed labels,
 * backward, AdamW. What it leaves is the running average of the weights, which generalises better than the last ones.
 */
public final class Trainer {
    /** The average forgets over this many steps, less at the beginning. */
    private static final double AVERAGE_STEPS = 500;

    private final Network network;
    private final ClipSpec spec;
    private final TrainingSettings settings;
    private final Kernels kernels;
    private final Backpropagation backpropagation;

    /** @throws IllegalArgumentException if the network cannot be trained in the mode that was chosen */
    public Trainer(Network network, ClipSpec spec, TrainingSettings settings) {
        this.network = network;
        this.spec = spec;
        this.settings = settings;
        this.kernels = settings.execution().compute().kernels();
        this.backpropagation = settings.execution().backpropagation(network);
    }

    /**
     * Trains the weights in place.
     *
     * @param listener told after every epoch
     * @throws TrainingDivergedException if the loss or its gradients are no numbers any more
     */
    public void train(ClipSource clips, Weights weights, Consumer<TrainingProgress> listener) {
        if (clips.size() == 0 || clips.classes().size() != network.config().classes()) {
            throw new IllegalArgumentException(
                    "a network of " + network.config().classes() + " classes cannot learn" + " from " + clips.size()
                            + " clips of " + clips.classes().size() + " classes");
        }
        int batches =
                (clips.size() + settings.steps().batch() - 1) / settings.steps().batch();
        long start = System.nanoTime();
        try (GradMode on = GradMode.on();
                Gradients gradients = new Gradients(weights);
                AdamW optimizer = new AdamW(weights, settings.optimization());
                BatchFeed feed =
                        new BatchFeed(clips, settings.recipe().footage(spec).of(spec), settings)) {
            double done = 0;
            for (int epoch = 0; epoch < settings.steps().epochs() && done < 1; epoch++) {
                long epochStart = System.nanoTime();
                EpochFigures figures = new EpochFigures();
                for (int i = 0; i < batches && done < 1; i++) {
                    long step = (long) epoch * batches + i;
                    figures.add(step(gradients, optimizer, feed.next(), step, done));
                    done = done(step + 1, (long) settings.steps().epochs() * batches, System.nanoTime() - start);
                }
                listener.accept(figures.progress(epoch + 1, done, epochStart, start));
            }
            optimizer.useAverage();
        }
    }

    private StepFigures step(Gradients gradients, AdamW optimizer, List<LabelledClip> clips, long step, double done) {
        SplittableRandom random = new SplittableRandom(settings.seed() ^ (step * 0x9E3779B97F4A7C15L));
        try (NDScope scope = new NDScope()) {
            NDManager manager = gradients.weights().manager();
            Variation varied;
            NDArray seen;
            try (GradMode off = GradMode.off()) {
                varied = settings.recipe().vary(manager, spec, clips, random);
                seen = ClipTensor.seen(spec, varied.clips());
            }
            NDArray targets = targets(manager, varied.labels());
            Backpropagation.Result result = backpropagation.run(
                    gradients, Pass.training(kernels, random.nextLong()), seen, logits -> logits.logSoftmax(-1)
                            .mul(targets)
                            .sum());
            if (!Float.isFinite(result.loss())) {
                throw new TrainingDivergedException("loss", step, result.loss());
            }
            float norm = optimizer.step(
                    gradients,
                    settings.optimization().schedule().at(done),
                    1 / Math.min(AVERAGE_STEPS, 1 + step / 10.0));
            if (!Float.isFinite(norm)) {
                throw new TrainingDivergedException("gradients' length", step, norm);
            }
            return new StepFigures(
                    result.loss(),
                    correct(result.logits(), varied.labels()),
                    varied.labels().count());
        }
    }

    /** Soft labels divided by -B, so that their product with the log-probabilities adds up to the loss. */
    private NDArray targets(NDManager manager, SoftLabels labels) {
        int classes = network.config().classes();
        float[] rows = labels.rows(classes, settings.labelSmoothing(), -1.0 / labels.count());
        return manager.create(rows, new Shape(labels.count(), classes));
    }

    private static int correct(NDArray logits, SoftLabels labels) {
        long[] best = logits.argMax(-1).toLongArray();
        int correct = 0;
        for (int i = 0; i < best.length; i++) {
            correct += best[i] == labels.main(i) ? 1 : 0;
        }
        return correct;
    }

    /** By steps, or by the clock where that is ahead. */
    private double done(long steps, long allSteps, long nanos) {
        double bySteps = steps / (double) allSteps;
        return settings.steps()
                .limit()
                .map(limit -> Math.max(bySteps, nanos / (double) limit.toNanos()))
                .orElse(bySteps);
    }

    private record StepFigures(double loss, int correct, int clips) {}

    /** Sums over an epoch. */
    private static final class EpochFigures {
        private double loss;
        private int correct;
        private int clips;

        void add(StepFigures step) {
            loss += step.loss() * step.clips();
            correct += step.correct();
            clips += step.clips();
        }

        TrainingProgress progress(int epoch, double done, long epochStart, long start) {
            long now = System.nanoTime();
            return new TrainingProgress(
                    epoch,
                    Math.min(done, 1),
                    loss / clips,
                    correct / (double) clips,
                    clips * 1e9 / (now - epochStart),
                    Duration.ofNanos(now - start));
        }
    }
}
