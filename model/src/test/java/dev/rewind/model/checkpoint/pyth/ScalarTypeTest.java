package dev.rewind.model.checkpoint.pyth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScalarTypeTest {
    private static final int ALL = 1 << Short.SIZE;

    @Test
    void readsEveryHalfAsTheFormatSays() {
        FloatBuffer floats = ScalarType.FLOAT16.floats(everyPattern());

        for (int bits = 0; bits < ALL; bits++) {
            int exponent = bits >> 10 & 31;
            int mantissa = bits & 1023;
            double magnitude = exponent == 0
                    ? Math.scalb((double) mantissa, -24)
                    : exponent == 31
                            ? mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                            : Math.scalb(1024.0 + mantissa, exponent - 25);
            assertThat(floats.get(bits)).as("0x%04x", bits).isEqualTo((Float)
                    (float) (bits >= 0x8000 ? -magnitude : magnitude));
        }
    }

    @Test
    void readsEveryBrainFloatAsTheUpperHalfOfAFloat() {
        FloatBuffer floats = ScalarType.BFLOAT16.floats(everyPattern());

        for (int bits = 0; bits < ALL; bits++) {
            assertThat(floats.get(bits)).isEqualTo((Float) Float.intBitsToFloat(bits << 16));
        }
    }

    @Test
    void roundsDoublesToTheNearestFloat() {
        ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        data.putDouble(1.0 / 3).putDouble(1e300).flip();

        FloatBuffer floats = ScalarType.FLOAT64.floats(data);

        assertThat(floats.get(0)).isEqualTo(1 / 3f);
        assertThat(floats.get(1)).isEqualTo(Float.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
    void takesNoIntegersForWeights(ScalarType type) {
        assertThatThrownBy(() -> type.floats(ByteBuffer.allocate(8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("holds integers (torch." + type.storageClass() + ")");
    }

    private static ByteBuffer everyPattern() {
        ByteBuffer data = ByteBuffer.allocate(2 * ALL).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits = 0; bits < ALL; bits++) {
            data.putShort((short) bits);
        }
        return data.flip();
    }
}
