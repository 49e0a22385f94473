package dev.rewind.model.bench.timing;

import ai.djl.ndarray.NDManager;
import dev.rewind.model.kernels.Dtype;
import java.util.List;

/**
 * What a machine multiplies matrices at, in thousand million operations a second.
 *
 * @param fp32 in 32-bit floats
 * @param bf16 in brain floats
 */
public record MatmulRate(double fp32, double bf16) {
    private static final double GIGA = 1e9;

    /** In that number format. */
    public double of(Dtype dtype) {
        return dtype == Dtype.FP32 ? fp32 : bf16;
    }

    /** The products that a rate comes of, to be measured in turn with others. */
    public static final class Products {
        private final Subject fp32;
        private final Subject bf16;

        /** Products on the manager's device. */
        public Products(NDManager manager) {
            this.fp32 = new Subject(new Matmul(manager, Dtype.FP32)::run);
            this.bf16 = new Subject(new Matmul(manager, Dtype.BF16)::run);
        }

        /** What to measure. */
        public List<Subject> subjects() {
            return List.of(fp32, bf16);
        }

        /**
         * What came of it.
         *
         * @param singleThread whether one thread of a processor did the work, as {@link Spent#working}
         */
        public MatmulRate rate(boolean singleThread) {
            return new MatmulRate(rate(fp32, singleThread), rate(bf16, singleThread));
        }

        private static double rate(Subject products, boolean singleThread) {
            return Matmul.flop() / GIGA / products.once().working(singleThread);
        }
    }
}
