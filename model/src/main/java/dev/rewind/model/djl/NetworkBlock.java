package dev.rewind.model.djl;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.Initializer;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Pass;
import dev.rewind.model.network.Weights;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network as a block of DJL: [B, 3, T, H, W], normalised, to logits [B, classes]. It trains with DJL's trainer, losses
 * and optimizers, by ordinary backpropagation, which keeps every activation. Its parameters bear the names of the
 * published state dict, in its order; they start from the values of {@link Initializer} where no initialiser of DJL is
 * set. All that is random follows {@code Engine.setRandomSeed}.
 */
public final class NetworkBlock extends AbstractBlock {
    private final Network network;

    /** A network without values yet: {@code Trainer.initialize} or {@code loadParameters} give it some. */
    public NetworkBlock(Network network) {
        this(network, Map.of());
    }

    /**
     * A network with the given weights, which it shares and training changes. Whoever made them frees them.
     *
     * @throws IllegalArgumentException if a weight of the network is missing
     */
    public NetworkBlock(Network network, Weights weights) {
        this(network, present(network, weights));
        initialize(weights.manager(), DataType.FLOAT32, clips(1));
    }

    private NetworkBlock(Network network, Map<String, NDArray> arrays) {
        this.network = network;
        this.inputNames = List.of("clips");
        Map<String, Shape> shapes = network.shapes();
        shapes.forEach((name, shape) -> addParameter(Parameter.builder()
                .setName(name)
                .setType(type(name, shapes))
                .optShape(shape)
                .optInitializer((manager, ignored, type) -> drawn(manager, name, shape))
                .optArray(arrays.get(name))
                .build()));
    }

    /** The weights as they are now, for a {@code ModelFolder} to write; the block goes on holding them. */
    public Weights weights() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> arrays.put(name, parameter.getArray()));
        return Weights.of(arrays);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray clips = inputs.singletonOrThrow();
        // Before any scope opens: what the store copies to another device, it keeps for the next pass.
        Map<String, NDArray> values = new LinkedHashMap<>();
        parameters.forEach(
                (name, parameter) -> values.put(name, store.getValue(parameter, clips.getDevice(), training)));
        return new NDList(training ? trained(values, clips) : served(values, clips));
    }

    /** Logits with a graph, whose arrays all live as long as the batch. */
    private NDArray trained(Map<String, NDArray> values, NDArray clips) {
        Pass pass = Pass.training(Kernels.fast(), seed(clips.getManager()));
        return network.forward(views(values, clips.getManager()), pass, clips);
    }

    /** Logits alone: DJL's predictor leaves a thread's recording of gradients on, where it is on. */
    private NDArray served(Map<String, NDArray> values, NDArray clips) {
        NDArray logits;
        try (GradMode off = GradMode.off();
                NDScope scope = new NDScope()) {
            logits = network.forward(views(values, clips.getManager()), Pass.serving(Kernels.fast()), clips);
            NDScope.unregister(logits);
        }
        NDScope.register(logits); // with the caller's scope, where there is one
        return logits;
    }

    /**
     * The parameters as the network takes them, for one pass. Views, because what is computed from an array joins its
     * manager, so that it goes with the batch and not with the model; and because DJL reads an array's name as a sign of
     * how to call TorchScript, and views have none.
     */
    private static Weights views(Map<String, NDArray> values, NDManager batch) {
        Map<String, NDArray> views = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            NDArray view = value.reshape(value.getShape());
            view.attach(batch);
            views.put(name, view);
        });
        return Weights.of(views);
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        Shape given = inputShapes[0];
        Shape clips = clips(given.get(0));
        Shape images = clips.slice(0, 2).addAll(clips.slice(3));
        if (!given.equals(clips) && !(network.config().patch().image() && given.equals(images))) {
            throw new IllegalArgumentException("the network takes " + clips + ", but is initialised for " + given);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), network.config().classes())};
    }

    /**
     * Reads what {@code saveParameters} of a block of the same network wrote.
     *
     * @throws MalformedModelException if it was another network's
     */
    @Override
    public void loadParameters(NDManager manager, DataInputStream in) throws IOException, MalformedModelException {
        super.loadParameters(manager, in);
        for (Map.Entry<String, Shape> declared : network.shapes().entrySet()) {
            Shape read = parameters.get(declared.getKey()).getShape();
            if (!read.equals(declared.getValue())) {
                throw new MalformedModelException("parameter '" + declared.getKey() + "' is " + read
                        + " in the file, but " + declared.getValue()
                        + " in the network; load the file of a network of the same configuration");
            }
        }
    }

    private Shape clips(long batch) {
        Thw size = network.config().input();
        return new Shape(batch, 3, size.t(), size.h(), size.w());
    }

    private static Map<String, NDArray> present(Network network, Weights weights) {
        network.shapes().keySet().forEach(weights::get);
        return weights.asMap();
    }

    /** Norms are the modules whose weight has one axis. */
    private static Parameter.Type type(String name, Map<String, Shape> shapes) {
        if (!name.endsWith(".weight") && !name.endsWith(".bias")) {
            return Parameter.Type.OTHER; // positions and the class token
        }
        String module = name.substring(0, name.lastIndexOf('.'));
        boolean norm = shapes.get(module + ".weight").dimension() == 1;
        if (name.endsWith(".bias")) {
            return norm ? Parameter.Type.BETA : Parameter.Type.BIAS;
        }
        return norm ? Parameter.Type.GAMMA : Parameter.Type.WEIGHT;
    }

    /** A copy, because an array made from Java's values keeps them until the collector runs. */
    private static NDArray drawn(NDManager manager, String name, Shape shape) {
        try (NDArray values = manager.create(new Initializer(seed(manager)).of(name, shape), shape, DataType.FLOAT32)) {
            return values.duplicate();
        }
    }

    private static long seed(NDManager manager) {
        try (NDArray seed = manager.randomInteger(0, Long.MAX_VALUE, new Shape(1), DataType.INT64)) {
            return seed.getLong();
        }
    }
}
