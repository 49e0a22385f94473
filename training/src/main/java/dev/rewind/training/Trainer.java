package dev.rewind.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipTensor;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Pass;
import dev.rewind.model.network.Weights;
import dev.rewind.training.augment.Augmenter;
import dev.rewind.training.clips.ClipSource;
import dev.rewind.training.optimize.AdamW;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Trains a network on labelled clips by ordinary backpropagation: augment, forward, cross-entropy with smoothed labels,
 * backward, AdamW. What it leaves is the running average of the weights, which generalises better than the last ones.
 */
public final class Trainer {
    /** The average forgets over this many steps, less at the beginning. */
    private static final double AVERAGE_STEPS = 500;

    private final Network network;
    private final ClipSpec spec;
    private final TrainingSettings settings;
    private final Kernels kernels;
    private final Augmenter augmenter;

    public Trainer(Network network, ClipSpec spec, TrainingSettings settings, Kernels kernels) {
        this.network = network;
        this.spec = spec;
        this.settings = settings;
        this.kernels = kernels;
        this.augmenter = new Augmenter(settings.augmentation());
    }

    /** The size that clips are drawn in, larger than the network's so that zooming in loses nothing. */
    public static ClipSpec drawnSize(ClipSpec spec) {
        return spec.withSize(spec.height() * 5 / 4, spec.width() * 5 / 4);
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
        int batches = (clips.size() + settings.batch() - 1) / settings.batch();
        long start = System.nanoTime();
        try (GradMode on = GradMode.on();
                AdamW optimizer = new AdamW(weights, settings.weightDecay(), settings.clipNorm());
                BatchFeed feed = new BatchFeed(clips, drawnSize(spec), settings)) {
            double done = 0;
            for (int epoch = 0; epoch < settings.epochs() && done < 1; epoch++) {
                long epochStart = System.nanoTime();
                EpochFigures figures = new EpochFigures();
                for (int i = 0; i < batches && done < 1; i++) {
                    long step = (long) epoch * batches + i;
                    BatchFeed.Batch batch = feed.next();
                    figures.add(step(weights, optimizer, batch, step, done), batch.labels().length);
                    done = done(step + 1, (long) settings.epochs() * batches, System.nanoTime() - start);
                }
                listener.accept(figures.progress(epoch + 1, done, epochStart, start));
            }
            optimizer.useAverage();
        }
    }

    private StepFigures step(Weights weights, AdamW optimizer, BatchFeed.Batch batch, long step, double done) {
        SplittableRandom random = new SplittableRandom(settings.seed() ^ (step * 0x9E3779B97F4A7C15L));
        try (NDScope scope = new NDScope()) {
            NDManager manager = weights.manager();
            NDArray views;
            try (GradMode off = GradMode.off()) {
                NDArray drawn = ClipTensor.rgb(manager, drawnSize(spec), batch.clips());
                views = ClipTensor.seen(spec, augmenter.apply(drawn, spec.height(), spec.width(), random));
            }
            NDArray logits = network.forward(weights, Pass.training(kernels, random.nextLong()), views);
            NDArray targets = targets(manager, batch.labels());
            NDArray loss = logits.logSoftmax(-1).mul(targets).sum();
            JniUtils.backward((PtNDArray) loss, (PtNDArray) manager.create(1f), false, false);
            float value = loss.getFloat();
            if (!Float.isFinite(value)) {
                throw new TrainingDivergedException("loss", step, value);
            }
            float norm = optimizer.step(settings.schedule().at(done), 1 / Math.min(AVERAGE_STEPS, 1 + step / 10.0));
            if (!Float.isFinite(norm)) {
                throw new TrainingDivergedException("gradients' length", step, norm);
            }
            return new StepFigures(value, correct(logits, batch.labels()));
        }
    }

    /** One-hot rows, smoothed, and divided by -B so that their product with the log-probabilities adds up to the loss. */
    private NDArray targets(NDManager manager, int[] labels) {
        int classes = network.config().classes();
        float[] targets = new float[labels.length * classes];
        double share = -1.0 / labels.length;
        Arrays.fill(targets, (float) (share * settings.labelSmoothing() / classes));
        for (int i = 0; i < labels.length; i++) {
            targets[i * classes + labels[i]] += (float) (share * (1 - settings.labelSmoothing()));
        }
        return manager.create(targets, new Shape(labels.length, classes));
    }

    private static int correct(NDArray logits, int[] labels) {
        long[] best = logits.argMax(-1).toLongArray();
        int correct = 0;
        for (int i = 0; i < labels.length; i++) {
            correct += best[i] == labels[i] ? 1 : 0;
        }
        return correct;
    }

    /** By steps, or by the clock where that is ahead. */
    private double done(long steps, long allSteps, long nanos) {
        double bySteps = steps / (double) allSteps;
        return settings.limit()
                .map(limit -> Math.max(bySteps, nanos / (double) limit.toNanos()))
                .orElse(bySteps);
    }

    private record StepFigures(double loss, int correct) {}

    /** Sums over an epoch. */
    private static final class EpochFigures {
        private double loss;
        private int correct;
        private int clips;

        void add(StepFigures step, int count) {
            loss += step.loss() * count;
            correct += step.correct();
            clips += count;
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
