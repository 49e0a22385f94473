package dev.rewind.model.checkpoint;

import java.nio.FloatBuffer;

/**
 * The values of one tensor in a file.
 *
 * @param shape its sizes
 * @param values row-major, as many as the shape holds
 */
public record Tensor(long[] shape, FloatBuffer values) {
    public Tensor {
        long size = 1;
        for (long s : shape) {
            size = Math.multiplyExact(size, s);
        }
        if (size != values.remaining()) {
            throw new IllegalArgumentException("a tensor of " + size + " values was given " + values.remaining());
        }
    }
}
