package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.rewind.model.kernels.Kernels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the inputs that a walk rebuilds are from the true ones: rounding adds up from the end of a run of blocks to its
 * beginning, unless its streams are carried in {@link StreamFormat#FIXED}. Runs of a single block have none: they keep
 * their input.
 */
public final class Drift implements WalkObserver {
    private final Map<String, Streams> truth = new HashMap<>();
    private final List<Block> blocks = new ArrayList<>();

    private Drift() {}

    /**
     * The input of one block.
     *
     * @param name of the block
     * @param error largest difference over both streams, as a share of the largest value of either
     */
    public record Block(String name, double error) {}

    /**
     * Walks there and back once, keeping copies of everything.
     *
     * @param input [B, 3, T, H, W], normalised
     * @return the blocks of runs of several, in the order of the way back
     * @throws IllegalArgumentException if the network is an ordinary one
     */
    public static List<Block> measure(
            Network network, Weights weights, Kernels kernels, NDArray input, WalkSettings settings) {
        Drift drift = new Drift();
        try (NDScope scope = new NDScope();
                Gradients gradients = new Gradients(weights)) {
            new ReversibleWalk(network, settings, drift)
                    .run(gradients, Pass.serving(kernels), input, logits -> logits.mul(logits)
                            .sum());
        }
        return drift.blocks;
    }

    @Override
    public void passes(String block, Streams x) {
        truth.put(block, new Streams(x.x1().duplicate(), x.x2().duplicate()));
    }

    @Override
    public void rebuilt(String block, Streams x) {
        Streams before = truth.remove(block);
        double largest = Math.max(largest(StreamFormat.real(before.x1())), largest(StreamFormat.real(before.x2())));
        double error = Math.max(difference(before.x1(), x.x1()), difference(before.x2(), x.x2()));
        blocks.add(new Block(block, largest == 0 ? 0 : error / largest));
        before.x1().close();
        before.x2().close();
    }

    /** Of two streams in one format: in fixed point it is 0 only where every bit is the same. */
    private static double difference(NDArray a, NDArray b) {
        try (NDScope scope = new NDScope()) {
            return largest(StreamFormat.real(a.sub(b)));
        }
    }

    private static double largest(NDArray x) {
        try (NDScope scope = new NDScope()) {
            return x.abs().max().getFloat();
        }
    }
}
