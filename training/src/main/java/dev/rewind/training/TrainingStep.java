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
import dev.rewind.model.network.Backpropagation.Mode;
import dev.rewind.model.network.Gradients;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Pass;
import dev.rewind.model.network.Weights;
import dev.rewind.training.augment.SoftLabels;
import dev.rewind.training.augment.Variation;
import dev.rewind.training.clips.LabelledClip;
import dev.rewind.training.optimize.AdamW;
import dev.rewind.training.optimize.Optimization;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** One step after the other: vary, forward, cross-entropy with smoothed labels, backward, of each batch; then AdamW. */
final class TrainingStep implements AutoCloseable {
    private final int classes;
    private final ClipSpec spec;
    private final TrainingSettings settings;
    private final Kernels kernels;
    private final Backpropagation backpropagation;
    private final Gradients gradients;
    private final AdamW optimizer;

    private long number;
    private double done;

    /** @throws IllegalArgumentException if the network cannot be trained as the settings say */
    TrainingStep(Network network, ClipSpec spec, TrainingSettings settings, Weights weights) {
        Mode mode = settings.execution().modeOf(network.config());
        if (settings.optimization().inWalk() && mode == Mode.ORDINARY) {
            throw new IllegalArgumentException(
                    "an optimizer in the walk needs a reversible network and mode: the ordinary"
                            + " one has all gradients at once, at the end; leave out --optimizer-in-walk");
        }
        this.classes = network.config().classes();
        this.spec = spec;
        this.settings = settings;
        this.kernels = settings.execution().compute().kernels();
        this.backpropagation = settings.execution().backpropagation(network);
        this.gradients =
                settings.optimization().inWalk() ? new Gradients(weights, this::update) : new Gradients(weights);
        this.optimizer = new AdamW(weights, settings.optimization());
    }

    /**
     * What a step came to.
     *
     * @param loss mean over its clips
     * @param correct clips whose most likely class was right
     * @param clips that it saw, every variation counted
     */
    record Figures(double loss, int correct, int clips) {
        /** Those of one batch more, whose loss is its part of the mean. */
        Figures plus(Figures batch) {
            return new Figures(loss + batch.loss, correct + batch.correct, clips + batch.clips);
        }
    }

    /** What must be kept beside the seed to go on. */
    AdamW optimizer() {
        return optimizer;
    }

    /**
     * Takes a step.
     *
     * @param feed gives its batches
     * @param step its number, from 0; with the seed it decides every random choice
     * @param share of the training that is done
     * @throws TrainingDivergedException if the loss or its gradients are no numbers any more; no weight is updated from such
     */
    Figures run(BatchFeed feed, long step, double share) {
        number = step;
        done = share;
        Steps.Size size = settings.steps().size(step, feed.clips());
        Figures figures = new Figures(0, 0, 0);
        for (int i = 0; i < size.batches(); i++) {
            figures = figures.plus(pass(feed.next(), size.first() + i, size.clips()));
        }
        if (!settings.optimization().inWalk()) {
            update(gradients.weights().asMap().keySet());
        }
        return figures;
    }

    /**
     * Adds the gradients of a batch to those of the step.
     *
     * @param stepClips clips of the whole step, over which the loss is a mean
     */
    private Figures pass(List<LabelledClip> clips, long batch, int stepClips) {
        SplittableRandom random = new SplittableRandom(settings.seed() ^ (batch * 0x9E3779B97F4A7C15L));
        try (NDScope scope = new NDScope()) {
            NDManager manager = gradients.weights().manager();
            Variation varied;
            NDArray seen;
            // What the clips were made from would lie in memory as long as the walk.
            try (GradMode off = GradMode.off();
                    NDScope drawing = new NDScope()) {
                varied = settings.recipe().vary(manager, spec, clips, random);
                seen = ClipTensor.seen(spec, varied.clips());
                NDScope.unregister(seen);
            }
            NDScope.register(seen);
            SoftLabels labels = varied.labels();
            NDArray targets = targets(manager, labels, stepClips * (double) labels.count() / clips.size());
            Backpropagation.Result result = backpropagation.run(
                    gradients, Pass.training(kernels, random.nextLong()), seen, logits -> loss(logits, targets));
            return new Figures(result.loss(), correct(result.logits(), labels), labels.count());
        }
    }

    /** Updates parameters whose gradients are whole. */
    private void update(Set<String> names) {
        Optimization optimization = settings.optimization();
        float length =
                optimizer.step(gradients, names, optimization.schedule().at(done), optimization.averageShare(number));
        if (!Float.isFinite(length)) {
            throw new TrainingDivergedException("gradients' length", number, length);
        }
    }

    /**
     * Soft labels divided by -count, so that their product with the log-probabilities adds up to the loss.
     *
     * @param count clips over which the loss is a mean
     */
    private NDArray targets(NDManager manager, SoftLabels labels, double count) {
        float[] rows = labels.rows(classes, settings.labelSmoothing(), -1 / count);
        return manager.create(rows, new Shape(labels.count(), classes));
    }

    /** Looked at before anything goes back, while no weight has changed. */
    private NDArray loss(NDArray logits, NDArray targets) {
        NDArray loss = logits.logSoftmax(-1).mul(targets).sum();
        float value = loss.getFloat();
        if (!Float.isFinite(value)) {
            throw new TrainingDivergedException("loss", number, value);
        }
        return loss;
    }

    private static int correct(NDArray logits, SoftLabels labels) {
        long[] best = logits.argMax(-1).toLongArray();
        int correct = 0;
        for (int i = 0; i < best.length; i++) {
            correct += best[i] == labels.main(i) ? 1 : 0;
        }
        return correct;
    }

    @Override
    public void close() {
        optimizer.close();
        gradients.close();
    }
}
