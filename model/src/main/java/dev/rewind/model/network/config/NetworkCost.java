package dev.rewind.model.network.config;

import dev.rewind.model.kernels.Thw;

/**
 * What a forward pass of one clip or image costs: the multiply-adds of convolutions, linear layers and attention. Norms,
 * activations, softmax and sums are left out, as in published figures.
 *
 * @param multiplyAdds each is a multiplication and an addition
 */
public record NetworkCost(long multiplyAdds) {
    /** The cost of a network. */
    public static NetworkCost of(NetworkConfig config) {
        long stem = (long) config.tokens().volume()
                * config.embedDim()
                * 3
                * config.patch().kernel().volume();
        long layers = config.blocks().stream()
                .mapToLong(block -> layer(block, config.reversible()))
                .sum();
        long head = (long) config.featureDim() * config.classes();
        return new NetworkCost(stem + layers + end(config) + head);
    }

    /** Floating-point operations: two for each multiply-add. */
    public long flop() {
        return 2 * multiplyAdds;
    }

    private static long layer(BlockConfig block, Reversible reversible) {
        long extra = block.classToken() ? 1 : 0;
        long before = block.grid().volume() + extra;
        long after = block.gridOut().volume() + extra;
        long dim = block.dimAttention();
        long mlp = after * block.mlpHidden() * (dim + block.dimOut());
        long widening = block.widens() ? (reversible != null ? before : after) * block.dimIn() * block.dimOut() : 0;
        return attention(block, before, after) + mlp + widening + transition(block, reversible, before);
    }

    private static long attention(BlockConfig block, long before, long after) {
        long dim = block.dimAttention();
        Thw kernel = block.poolKernel();
        long keys = before;
        long pooling = block.poolsQueries() ? block.gridOut().volume() * dim * kernel.volume() : 0;
        if (block.poolsKeys()) {
            long pooled = block.grid()
                    .convolved(kernel, block.kvStride(), kernel.half())
                    .volume();
            keys = pooled + (block.classToken() ? 1 : 0);
            pooling += 2 * pooled * dim * kernel.volume();
        }
        long projections = before * block.dimIn() * 3 * dim + after * dim * dim;
        return projections + pooling + 2 * after * keys * dim;
    }

    /** What only the transition of a reversible network does: fusing its streams, and pooling its residual. */
    private static long transition(BlockConfig block, Reversible reversible, long tokens) {
        if (!block.transition()) {
            return 0;
        }
        boolean convolves = block.poolsQueries() && reversible.residual() == Reversible.ResidualPath.CONV;
        long residual = convolves
                ? (long) block.gridOut().volume()
                        * block.dimOut()
                        * block.poolKernel().volume()
                : 0;
        return residual + fusion(reversible.fusion(), tokens, block.dimIn());
    }

    private static long end(NetworkConfig config) {
        if (config.reversible() == null) {
            return 0;
        }
        BlockConfig last = config.blocks().get(config.depth() - 1);
        return fusion(config.reversible().end(), last.gridOut().volume(), 2L * config.lastDim());
    }

    /** An MLP over both streams side by side, where there is one. */
    private static long fusion(Fusion fusion, long tokens, long width) {
        return fusion.mode() == Fusion.Mode.CONCAT_LINEAR ? 2 * tokens * width * (long) (width * fusion.multiple()) : 0;
    }
}
