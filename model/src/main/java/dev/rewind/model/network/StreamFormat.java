package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** How a walk carries the streams of a run of reversible blocks. */
public enum StreamFormat {
    /** In 32-bit floats: what is subtracted leaves a rounding error. */
    FLOAT,
    /**
     * As 32-bit integers, multiples of 2^-20: adding and subtracting are inverse, so that a walk rebuilds every input to
     * the bit, however deep the run and in whatever format its functions compute. Streams must stay within 1024.
     */
    FIXED;

    /** Multiples to one. */
    private static final float UNIT = 1 << 20;

    /** Half of what 32 bits hold, which leaves room for one more addition to be noticed. */
    private static final int LIMIT = 1024;

    /** A stream of its own, with the values of x. */
    NDArray open(NDArray x) {
        return this == FLOAT ? x.duplicate() : fixed(x);
    }

    /** The values of a stream, in floats; the stream itself where they are. */
    static NDArray real(NDArray stream) {
        return isFixed(stream) ? stream.toType(DataType.FLOAT32, false).mul(1 / UNIT) : stream;
    }

    /** stream = stream + h. */
    static void add(NDArray stream, NDArray h) {
        stream.addi(isFixed(stream) ? fixed(h) : h);
    }

    /** stream = stream - h. */
    static void subtract(NDArray stream, NDArray h) {
        stream.subi(isFixed(stream) ? fixed(h) : h);
    }

    /**
     * Looks at the streams after a block, before another can carry them over the edge of the integers.
     *
     * @throws StreamOverflowException if fixed streams have come near to it
     */
    void check(String block, Streams streams) {
        if (this == FIXED && (far(streams.x1()) || far(streams.x2()))) {
            throw new StreamOverflowException(block, LIMIT);
        }
    }

    private static boolean far(NDArray stream) {
        try (NDArray least = stream.min();
                NDArray most = stream.max()) {
            return -(long) least.getInt() > LIMIT * (long) UNIT || most.getInt() > LIMIT * (long) UNIT;
        }
    }

    private static NDArray fixed(NDArray x) {
        return x.mul(UNIT).round().toType(DataType.INT32, false);
    }

    private static boolean isFixed(NDArray stream) {
        return stream.getDataType() == DataType.INT32;
    }
}
