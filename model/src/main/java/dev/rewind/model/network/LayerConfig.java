package dev.rewind.model.network;

import dev.rewind.model.kernels.Thw;

/**
 * One layer with every size resolved.
 *
 * @param name prefix of its parameters in the state dict
 * @param dimIn channels of one stream before it
 * @param dimOut channels of one stream after it
 * @param heads attention heads
 * @param gridIn token grid before it
 * @param gridOut token grid after it
 * @param poolKernel kernel of the depthwise pooling
 * @param qStride pooling stride of the queries, where they are pooled at all
 * @param kvStride pooling stride of keys and values
 * @param qkvBias whether query, key and value projections have a bias
 * @param mlpHidden hidden channels of the MLP
 * @param dropPath probability that a sample skips the layer's functions in training
 * @param transition whether the layer changes grid and channels (and so cannot be reversible)
 */
record LayerConfig(
        String name,
        int dimIn,
        int dimOut,
        int heads,
        Thw gridIn,
        Thw gridOut,
        Thw poolKernel,
        Thw qStride,
        Thw kvStride,
        boolean qkvBias,
        int mlpHidden,
        double dropPath,
        boolean transition) {
    int headDim() {
        return dimOut / heads;
    }
}
