package dev.rewind.model.network.config;

import dev.rewind.model.kernels.Thw;

/**
 * How a multiscale network pools inside its attention: by depthwise convolutions, which all heads share.
 *
 * @param kernel of queries, keys and values
 * @param kvStride stride of keys and values in the first stage; each transition divides it by its own
 */
public record Pooling(Thw kernel, Thw kvStride) {
    public Pooling {
        Check.that(
                kernel.smallest() >= 1 && kvStride.smallest() >= 1,
                "pooling kernel and stride start at 1, but were " + kernel + " and " + kvStride);
    }
}
