package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.engine.GradMode;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Training without activations (Mangalam et al., CVPR 2022, section 3.2). The network is a line of stretches:
 *
 * <pre>
 * stem, run, transition, run, transition, ..., run, head
 * </pre>
 *
 * The way there records no graph. Of all that it computes only the runs keep something: their last streams, or their input
 * where that is less. The loss starts the way back; each stretch gets the gradient of its output, recomputes what it needs
 * of itself, some samples at a time, adds its parameters' gradients, and gives the gradient of its input.
 */
final class ReversibleWalk implements Backpropagation {
    private final RevMViT network;
    private final WalkSettings settings;
    private final WalkObserver observer;

    ReversibleWalk(Network network, WalkSettings settings, WalkObserver observer) {
        if (!(network instanceof RevMViT reversible)) {
            throw new IllegalArgumentException(
                    "an ordinary network has one stream and cannot be walked back; train it the ordinary way");
        }
        this.network = reversible;
        this.settings = settings;
        this.observer = observer;
    }

    @Override
    public Result run(Gradients gradients, Pass pass, NDArray input, UnaryOperator<NDArray> loss) {
        try (GradMode off = GradMode.off();
                LayerMemory memory = LayerMemory.consuming()) {
            NDArray clips = network.volume(input);
            Step step = Step.of(gradients, pass, clips, network, settings, observer);
            StemStep stem = new StemStep(step, network.stem(), clips);
            List<Run> runs =
                    network.runs().stream().map(blocks -> Run.of(step, blocks)).toList();
            List<TransitionStep> transitions = network.transitions().stream()
                    .map(transition -> new TransitionStep(step, transition))
                    .toList();
            HeadStep head = new HeadStep(step, network);
            int last = transitions.size();

            NDArray x = stem.forward();
            for (int i = 0; i < last; i++) {
                runs.get(i).forward(x);
                x = transitions.get(i).forward(runs.get(i), clips);
            }
            Shape shape = x.getShape();
            runs.get(last).forward(x);
            Result result = head.forward(runs.get(last), clips, loss);

            Streams d = head.backward(runs.get(last), shape);
            for (int i = last; i > 0; i--) {
                NDArray dx = runs.get(i).backward(d);
                d = transitions.get(i - 1).backward(dx, runs.get(i - 1));
            }
            stem.backward(runs.get(0).backward(d));
            memory.keep(result.logits());
            return result;
        }
    }
}
