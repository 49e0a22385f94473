package dev.rewind.model.checkpoint.pyth;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** What the values of a storage are, under the name of its class in torch. */
enum ScalarType {
    FLOAT32("FloatStorage", 4),
    FLOAT64("DoubleStorage", 8),
    FLOAT16("HalfStorage", 2),
    BFLOAT16("BFloat16Storage", 2),
    INT64("LongStorage", 8),
    INT32("IntStorage", 4),
    INT16("ShortStorage", 2),
    INT8("CharStorage", 1),
    UINT8("ByteStorage", 1),
    BOOL("BoolStorage", 1);

    private static final int HALF_SIGN = 0x8000;
    private static final int HALF_EXPONENT = 0x7c00;
    private static final int HALF_MAGNITUDE = 0x7fff;
    private static final int FLOAT_EXPONENT = 0x7f800000;
    private static final int MANTISSA_SHIFT = 13; // a float's mantissa has 23 bits, a half's 10
    private static final int EXPONENT_BIAS = (127 - 15) << 23;
    private static final float HALF_SUBNORMAL = 0x1p-24f;

    private final String storageClass;
    private final int bytes;

    ScalarType(String storageClass, int bytes) {
        this.storageClass = storageClass;
        this.bytes = bytes;
    }

    @FunctionalInterface
    private interface FloatAt {
        float at(int index);
    }

    String storageClass() {
        return storageClass;
    }

    /** The size of one value. */
    int bytes() {
        return bytes;
    }

    /**
     * The values as float32; of float64 the nearest.
     *
     * @param data little-endian, from its position to its limit
     * @throws IllegalArgumentException if they are no floating point numbers
     */
    FloatBuffer floats(ByteBuffer data) {
        int count = data.remaining() / bytes;
        return switch (this) {
            case FLOAT32 -> data.asFloatBuffer();
            case FLOAT64 -> converted(count, i -> (float) data.getDouble(data.position() + 8 * i));
            case FLOAT16 -> converted(count, i -> half(data.getShort(data.position() + 2 * i)));
            case BFLOAT16 ->
                converted(count, i -> Float.intBitsToFloat(data.getShort(data.position() + 2 * i) << Short.SIZE));
            default -> throw new IllegalArgumentException("holds integers (torch." + storageClass + ")");
        };
    }

    private static FloatBuffer converted(int count, FloatAt value) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = value.at(i);
        }
        return FloatBuffer.wrap(values);
    }

    /** The JDK converts halves only from version 20 on. */
    private static float half(short bits) {
        int magnitude = bits & HALF_MAGNITUDE;
        int sign = (bits & HALF_SIGN) << Short.SIZE;
        if (magnitude < 1 << 10) {
            return Math.copySign(magnitude * HALF_SUBNORMAL, sign < 0 ? -1f : 1f);
        }
        int shifted = magnitude << MANTISSA_SHIFT;
        int infiniteOrNan = magnitude >= HALF_EXPONENT ? FLOAT_EXPONENT : 0;
        return Float.intBitsToFloat(sign | infiniteOrNan | shifted + (infiniteOrNan == 0 ? EXPONENT_BIAS : 0));
    }
}
