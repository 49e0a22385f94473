package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;

/**
 * The two residual streams of a reversible network, each [B, N, C], or their gradients.
 *
 * @param x1 the stream that attention is added to
 * @param x2 the stream that attention reads and the MLP is added to
 */
record Streams(NDArray x1, NDArray x2) {
    /** Whether both are one array. */
    boolean isOne() {
        return x1 == x2;
    }
}
