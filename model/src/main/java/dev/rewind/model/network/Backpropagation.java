package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import dev.rewind.model.network.config.NetworkConfig;
import java.util.function.UnaryOperator;

/**
 * A forward pass and the gradients of its loss, which add up. {@link #ordinary} keeps every activation;
 * {@link #reversible} keeps next to none and rebuilds them. Both give the same figures.
 */
public sealed interface Backpropagation permits OrdinaryBackpropagation, ReversibleWalk {
    /** The two ways. */
    enum Mode {
        /** As every framework does: each activation is kept. For any network. */
        ORDINARY,
        /** For reversible networks: next to no memory, for the time of one more forward pass. */
        REVERSIBLE
    }

    /** The way that suits a network: reversible where it can be. */
    static Mode usual(NetworkConfig network) {
        return network.reversible() == null ? Mode.ORDINARY : Mode.REVERSIBLE;
    }

    /**
     * The way of that name.
     *
     * @throws IllegalArgumentException if the network cannot go it
     */
    static Backpropagation of(Mode mode, Network network) {
        return mode == Mode.ORDINARY ? ordinary(network) : reversible(network, WalkSettings.DEFAULT);
    }

    /** By the engine's own graph of the whole network. */
    static Backpropagation ordinary(Network network) {
        return new OrdinaryBackpropagation(network);
    }

    /**
     * By walking back through the layers, rebuilding the input of each from its output.
     *
     * @throws IllegalArgumentException if the network is an ordinary one
     */
    static Backpropagation reversible(Network network, WalkSettings settings) {
        return new ReversibleWalk(network, settings, WalkObserver.NONE);
    }

    /**
     * Runs both ways.
     *
     * @param gradients to which the pass adds; their weights are those it runs with
     * @param input [B, 3, T, H, W], normalised
     * @param loss one number of logits [B, classes], differentiable
     * @return the logits, without a graph
     */
    Result run(Gradients gradients, Pass pass, NDArray input, UnaryOperator<NDArray> loss);

    /**
     * What came of it.
     *
     * @param logits [B, classes]
     * @param loss of the batch
     */
    record Result(NDArray logits, float loss) {}
}
