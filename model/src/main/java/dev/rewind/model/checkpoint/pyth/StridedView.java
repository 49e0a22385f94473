package dev.rewind.model.checkpoint.pyth;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A tensor as torch keeps it: sizes and strides over a storage. All of it lies inside the storage, as far as that is as
 * large as it claims, and it has no more values than the storage: an expanded tensor could claim any number.
 *
 * @param storage where its values are
 * @param offset of its first value, in values
 * @param shape its sizes
 * @param strides how many values apart neighbours are, for each dimension
 */
record StridedView(StorageRef storage, long offset, long[] shape, long[] strides) {
    /** No layer has a tensor of more dimensions. */
    static final int MAX_RANK = 16;

    StridedView {
        if (shape.length != strides.length || !fits(storage, offset, shape, strides)) {
            throw new IllegalArgumentException(
                    "a tensor of shape " + Arrays.toString(shape) + ", strides " + Arrays.toString(strides)
                            + " and offset " + offset + " does not fit its storage of " + storage.size() + " values");
        }
    }

    /**
     * Its values, row-major.
     *
     * @param values those of the whole storage
     */
    FloatBuffer rowMajor(FloatBuffer values) {
        if (offset == 0 && count(shape) == values.remaining() && isRowMajor()) {
            return values.duplicate();
        }
        FloatBuffer copy = FloatBuffer.allocate(Math.toIntExact(count(shape)));
        if (copy.hasRemaining()) {
            copy(values, 0, offset, copy);
        }
        return copy.flip();
    }

    private void copy(FloatBuffer from, int dimension, long at, FloatBuffer to) {
        if (dimension == shape.length) {
            to.put(from.get((int) at));
            return;
        }
        for (long i = 0; i < shape[dimension]; i++) {
            copy(from, dimension + 1, at + i * strides[dimension], to);
        }
    }

    private boolean isRowMajor() {
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            if (shape[i] != 1 && strides[i] != stride) {
                return false;
            }
            stride *= shape[i];
        }
        return true;
    }

    private static boolean fits(StorageRef storage, long offset, long[] shape, long[] strides) {
        try {
            long count = count(shape);
            long last = offset;
            for (int i = 0; i < shape.length; i++) {
                if (shape[i] < 0 || strides[i] < 0) {
                    return false;
                }
                last = Math.addExact(last, Math.multiplyExact(Math.max(shape[i] - 1, 0), strides[i]));
            }
            return offset >= 0 && count <= storage.size() && (count == 0 || last < storage.size());
        } catch (ArithmeticException e) {
            return false;
        }
    }

    private static long count(long[] shape) {
        long count = 1;
        for (long size : shape) {
            count = Math.multiplyExact(count, size);
        }
        return count;
    }
}
