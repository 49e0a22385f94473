package dev.rewind.model.checkpoint.pyth;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor as a checkpoint describes it, truthfully or not.
 *
 * @param storageClass such as FloatStorage
 * @param key of its storage
 * @param claimed how many values the storage is said to have
 * @param data what it really has; null for zeros, as many as claimed, that are left out of the disk
 */
public record SavedTensor(
        String storageClass, String key, long claimed, long offset, long[] shape, long[] strides, ByteBuffer data) {
    public static SavedTensor of(String key, long[] shape, float... values) {
        ByteBuffer data = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return new SavedTensor("FloatStorage", key, values.length, 0, shape, rowMajor(shape), data);
    }

    public static SavedTensor zeros(String key, long[] shape) {
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        return new SavedTensor("FloatStorage", key, count, 0, shape, rowMajor(shape), null);
    }

    SavedTensor claiming(long values) {
        return new SavedTensor(storageClass, key, values, offset, shape, strides, data);
    }

    SavedTensor seenAs(long newOffset, long[] newShape, long[] newStrides) {
        return new SavedTensor(storageClass, key, claimed, newOffset, newShape, newStrides, data);
    }

    private static long[] rowMajor(long[] shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape[i];
        }
        return strides;
    }
}
