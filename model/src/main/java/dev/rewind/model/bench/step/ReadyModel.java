package dev.rewind.model.bench.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.network.Backpropagation.Mode;
import dev.rewind.model.network.Drift;
import dev.rewind.model.network.Gradients;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Weights;
import java.util.List;

/** A model about to train: its weights, its gradients, a step's input, all in native memory. */
final class ReadyModel implements AutoCloseable {
    private final StepJob job;
    private final GradMode off;
    private final NDManager manager;
    private final Network network;
    private final Weights weights;
    private final Gradients gradients;
    private final TrainingStep step;

    ReadyModel(StepJob job) {
        this.job = job;
        StepSettings settings = job.settings();
        Torch.useThreads(settings.threads());
        off = GradMode.off();
        manager = Torch.manager(settings.device()).newSubManager();
        network = job.network().network();
        weights = job.network().weights(manager);
        gradients = new Gradients(weights);
        step = new TrainingStep(
                settings.backpropagation(network),
                settings.compute().kernels(),
                job.network().input(manager, settings.batch()),
                targets(settings.batch(), network.config().classes()));
    }

    /** Each clip is of another class, as long as there are some. */
    private NDArray targets(int batch, int classes) {
        float[] targets = new float[batch * classes];
        for (int clip = 0; clip < batch; clip++) {
            targets[clip * classes + clip % classes] = 1;
        }
        return manager.create(targets, new Shape(batch, classes));
    }

    StepJob job() {
        return job;
    }

    NDManager manager() {
        return manager;
    }

    Network network() {
        return network;
    }

    Weights weights() {
        return weights;
    }

    TrainingStep step() {
        return step;
    }

    /** Runs the step; its gradients are added to those of the steps before, whose memory is there. */
    void train() {
        step.addTo(gradients);
    }

    /** How far rebuilt inputs are from the true ones, of the first clip. */
    List<Drift.Block> drift() {
        StepSettings settings = job.settings();
        return settings.mode() == Mode.ORDINARY
                ? List.of()
                : Drift.measure(
                        network,
                        weights,
                        settings.compute().kernels(),
                        step.input().get("0:1"),
                        settings.walk());
    }

    @Override
    public void close() {
        gradients.close();
        manager.close();
        off.close();
    }
}
