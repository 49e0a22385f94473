package dev.rewind.model.network.config;

import dev.rewind.model.kernels.Thw;
import dev.rewind.model.kernels.WalkKernels;

/**
 * One layer with every size resolved.
 *
 * @param name prefix of its parameters in the state dict
 * @param dimIn channels of the tokens that its attention reads
 * @param dimAttention channels of its attention's result, and of what its MLP reads
 * @param dimOut channels of its result
 * @param heads attention heads
 * @param grid token grid before it
 * @param qStride pooling stride of the queries; all 1 where they are not pooled
 * @param kvStride pooling stride of keys and values; all 1 where they are not pooled
 * @param poolKernel kernel of the pooling; all 1 where nothing is pooled
 * @param projection how tokens become queries, keys and values
 * @param classToken whether token 0 is a class token, which is never pooled
 * @param mlpHidden hidden channels of the MLP
 * @param dropPath probability that a sample skips the layer's functions in training
 * @param transition whether a reversible network fuses its streams here
 */
public record BlockConfig(
        String name,
        int dimIn,
        int dimAttention,
        int dimOut,
        int heads,
        Thw grid,
        Thw qStride,
        Thw kvStride,
        Thw poolKernel,
        Projection projection,
        boolean classToken,
        int mlpHidden,
        double dropPath,
        boolean transition) {
    /** Whether a projection must lead its residual to other channels. */
    public boolean widens() {
        return dimIn != dimOut;
    }

    public int headDim() {
        return dimAttention / heads;
    }

    public boolean poolsQueries() {
        return qStride.volume() > 1;
    }

    /** Keys and values are pooled in every layer of a multiscale network, even where the stride is 1. */
    public boolean poolsKeys() {
        return poolKernel.volume() > 1 || kvStride.volume() > 1;
    }

    /** How its attention sees the tokens. */
    public WalkKernels.Layout layout() {
        return new WalkKernels.Layout(heads, grid, qStride, kvStride);
    }

    /** The token grid after the layer. */
    public Thw gridOut() {
        return poolsQueries() ? grid.convolved(poolKernel, qStride, poolKernel.half()) : grid;
    }
}
