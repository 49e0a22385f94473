package dev.rewind.training;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Weights;
import dev.rewind.training.checkpoint.Checkpoints;
import dev.rewind.training.checkpoint.TrainingState;
import dev.rewind.training.checkpoint.TrainingState.EpochSums;
import dev.rewind.training.clips.ClipSource;
import java.time.Duration;
import java.util.Optional;

/**
 * Trains a network on labelled clips, step by step. What it leaves is the running average of the weights, which generalises
 * better than the last ones.
 */
public final class Trainer {
    private final Network network;
    private final ClipSpec spec;
    private final TrainingSettings settings;

    public Trainer(Network network, ClipSpec spec, TrainingSettings settings) {
        this.network = network;
        this.spec = spec;
        this.settings = settings;
    }

    /**
     * Trains the weights in place.
     *
     * @param checkpoints where the training begins, and keeps itself, if anywhere
     * @throws IllegalArgumentException if the network has other classes, or cannot be trained in the mode that was chosen
     * @throws TrainingDivergedException if the loss or its gradients are no numbers any more
     * @throws dev.rewind.training.checkpoint.ResumeException if it cannot begin where a checkpoint left it
     */
    public void train(ClipSource clips, Weights weights, Optional<Checkpoints> checkpoints, TrainingListener listener) {
        if (clips.size() == 0 || clips.classes().size() != network.config().classes()) {
            throw new IllegalArgumentException(
                    "a network of " + network.config().classes() + " classes cannot learn" + " from " + clips.size()
                            + " clips of " + clips.classes().size() + " classes");
        }
        long perEpoch = settings.steps().perEpoch(clips.size());
        ClipSpec drawn = settings.recipe().footage(spec).of(spec);
        try (GradMode on = GradMode.on();
                TrainingStep step = new TrainingStep(network, spec, settings, weights)) {
            TrainingState state =
                    checkpoints.map(kept -> kept.begin(step.optimizer())).orElseGet(TrainingState::beginning);
            long start = System.nanoTime() - state.elapsed().toNanos();
            try (BatchFeed feed = new BatchFeed(
                    clips,
                    drawn,
                    settings,
                    settings.steps().size(state.steps(), clips.size()).first())) {
                double done = done(state, perEpoch);
                while (done < 1) {
                    TrainingStep.Figures figures = step.run(feed, state.steps(), done);
                    EpochSums sums = state.epoch().plus(figures.loss(), figures.correct(), figures.clips());
                    state = new TrainingState(state.steps() + 1, Duration.ofNanos(System.nanoTime() - start), sums);
                    done = done(state, perEpoch);
                    listener.step(TrainingProgress.of(state, perEpoch, done));
                    boolean epochEnded = state.steps() % perEpoch == 0 || done == 1;
                    if (epochEnded) {
                        listener.epoch(TrainingProgress.of(state, perEpoch, done));
                        state = new TrainingState(state.steps(), state.elapsed(), EpochSums.none(state.elapsed()));
                    }
                    if (done < 1 && checkpoints.isPresent()) {
                        checkpoints.get().after(state, state.steps() / perEpoch, epochEnded, step.optimizer());
                    }
                }
            }
            step.optimizer().useAverage();
        }
    }

    /** By steps, or by the clock where that is ahead; at most 1. */
    private double done(TrainingState state, long perEpoch) {
        double bySteps = state.steps() / (double) (settings.steps().epochs() * perEpoch);
        double byClock = settings.steps()
                .limit()
                .map(limit -> state.elapsed().toNanos() / (double) limit.toNanos())
                .orElse(0.0);
        return Math.min(1, Math.max(bySteps, byClock));
    }
}
