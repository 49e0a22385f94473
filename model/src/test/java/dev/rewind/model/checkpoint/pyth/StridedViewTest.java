package dev.rewind.model.checkpoint.pyth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StridedViewTest {
    private static final StorageRef STORAGE = new StorageRef(ScalarType.FLOAT32, "0", 6);
    private static final FloatBuffer VALUES = FloatBuffer.wrap(new float[] {0, 1, 2, 3, 4, 5});
    private static final long HUGE = 1L << 62;

    /** Also of one whose first dimension alone would take hours to walk. */
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ParameterizedTest
    @MethodSource("views")
    void putsValuesInRowMajorOrder(long offset, long[] shape, long[] strides, float[] expected) {
        FloatBuffer found = new StridedView(STORAGE, offset, shape, strides).rowMajor(VALUES);

        assertThat(found).isEqualTo(FloatBuffer.wrap(expected));
        assertThat(VALUES.position()).isZero();
    }

    static Stream<Arguments> views() {
        return Stream.of(
                view(0, sizes(6), sizes(1), 0, 1, 2, 3, 4, 5),
                view(0, sizes(2, 3), sizes(3, 1), 0, 1, 2, 3, 4, 5),
                view(0, sizes(3, 2), sizes(1, 3), 0, 3, 1, 4, 2, 5),
                view(0, sizes(2, 1, 3), sizes(3, 77, 1), 0, 1, 2, 3, 4, 5),
                view(1, sizes(2), sizes(3), 1, 4),
                view(5, sizes(), sizes(), 5),
                view(0, sizes(2, 2), sizes(0, 1), 0, 1, 0, 1),
                view(6, sizes(0, 3), sizes(3, 1)),
                view(0, sizes(1L << 40, 0), sizes(1, 1)),
                view(0, sizes(1), sizes(HUGE), 0));
    }

    /** Weights take no copy. */
    @Test
    void sharesTheValuesOfAWholeStorage() {
        FloatBuffer found = new StridedView(STORAGE, 0, sizes(2, 1, 3), sizes(3, 77, 1)).rowMajor(VALUES);

        assertThat(found.array()).isSameAs(VALUES.array());
    }

    @ParameterizedTest
    @MethodSource("lies")
    void refusesAPlaceThatIsNotInTheStorage(long offset, long[] shape, long[] strides) {
        assertThatThrownBy(() -> new StridedView(STORAGE, offset, shape, strides))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not fit its storage of 6 values");
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                view(0, sizes(7), sizes(1)),
                view(1, sizes(6), sizes(1)),
                view(0, sizes(2), sizes(6)),
                view(6, sizes(), sizes()),
                view(-1, sizes(4), sizes(1)),
                view(-1, sizes(0), sizes(1)),
                view(Long.MAX_VALUE, sizes(4), sizes(1)),
                view(0, sizes(-4), sizes(1)),
                view(0, sizes(-2, -2), sizes(1, 1)),
                view(3, sizes(4), sizes(-1)),
                // One value that is seen a million million times would fill the memory.
                view(0, sizes(1L << 40), sizes(0)),
                view(0, sizes(HUGE, 4), sizes(1, 1)),
                view(0, sizes(1L << 32, 1L << 32), sizes(0, 0)),
                view(0, sizes(HUGE, HUGE, 0), sizes(1, 1, 1)),
                view(0, sizes(2, 2), sizes(HUGE, 1)),
                view(0, sizes(2, 2), sizes(HUGE, HUGE)),
                view(0, sizes(3), sizes(HUGE)),
                view(0, sizes(2, 2), sizes(1)));
    }

    private static Arguments view(long offset, long[] shape, long[] strides, float... values) {
        return Arguments.of(offset, shape, strides, values);
    }

    private static long[] sizes(long... sizes) {
        return sizes;
    }
}
