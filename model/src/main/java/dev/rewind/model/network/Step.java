package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.kernels.WalkKernels;
import dev.rewind.model.network.WalkSettings.Ways;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * One walk there and back.
 *
 * @param gradients to which it adds; their weights are those it runs with
 * @param batch how many samples walk together
 * @param slice how many of them a layer takes at a time
 * @param format how runs carry their streams
 * @param written ways back that are written out, where they fit kernels and device
 * @param observer of the runs of several blocks
 */
record Step(
        Gradients gradients,
        Pass pass,
        long batch,
        int slice,
        StreamFormat format,
        Optional<WalkKernels> written,
        WalkObserver observer) {
    /**
     * Values of a stream that keep a processor busy in every stage: a smaller sample goes by graphs, together with others,
     * for a written way back would spend its time on being called.
     */
    private static final long BUSY = 60_000;

    /** Samples that go by graphs together: enough for fast products, few enough to bound what is held for a moment. */
    private static final int SLICE = 4;

    static Step of(
            Gradients gradients,
            Pass pass,
            NDArray clips,
            Network network,
            WalkSettings settings,
            WalkObserver observer) {
        Shape tokens = network.stem().shapeOut(1);
        long least = network.config().blocks().stream()
                .mapToLong(block -> (long) block.grid().volume() * block.dimOut())
                .min()
                .orElse(tokens.size());
        boolean graphs = clips.getDevice().isGpu()
                || settings.ways() == Ways.GRAPHS
                || (settings.ways() == Ways.FASTEST && least < BUSY);
        Optional<WalkKernels> written =
                graphs ? Optional.empty() : pass.kernels().walk();
        int fastest = written.isPresent() ? 1 : (int) Math.max(SLICE, SLICE * BUSY / tokens.size());
        return new Step(
                gradients,
                pass,
                clips.getShape().get(0),
                settings.slice().orElse(fastest),
                settings.format(),
                written,
                observer);
    }

    /** What computes without a graph. */
    Ops ops() {
        return new Ops(gradients.weights(), pass);
    }

    /** What computes with a graph that ends in these leaves. */
    Ops ops(Weights leaves) {
        return new Ops(leaves, pass);
    }

    /** These parameters as the leaves of a graph. */
    Weights leaves(Consumer<Map<String, Shape>> parameters) {
        return gradients.leaves(names(parameters));
    }

    /** A function by a graph of its own. */
    Branch graph(Consumer<Map<String, Shape>> parameters, BiFunction<Ops, NDArray, NDArray> function) {
        return new GraphBranch(gradients, pass, names(parameters), function);
    }

    /** Says that these parameters' gradients are whole. */
    void whole(Consumer<Map<String, Shape>> parameters) {
        gradients.whole(names(parameters));
    }

    /** Takes the batch through an action, some samples at a time. */
    void forEachSlice(Consumer<Slice> action) {
        Slice.forEach(batch, slice, action);
    }

    private static Set<String> names(Consumer<Map<String, Shape>> parameters) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        parameters.accept(shapes);
        return shapes.keySet();
    }
}
