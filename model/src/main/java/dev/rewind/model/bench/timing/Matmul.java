package dev.rewind.model.bench.timing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.kernels.Dtype;
import dev.rewind.model.kernels.TorchScript;
import java.util.Locale;
import java.util.Random;

/** Products of two square matrices: the most that a machine can compute, by which networks are measured. */
final class Matmul {
    private static final int SIDE = 1024;
    private static final TorchScript SCRIPT = TorchScript.load(Matmul.class, "matmul");

    private final NDManager manager;
    private final Dtype dtype;
    private final NDArray a;
    private final NDArray b;

    Matmul(NDManager manager, Dtype dtype) {
        this.manager = manager;
        this.dtype = dtype;
        this.a = random(1);
        this.b = random(1 / Math.sqrt(SIDE)); // products of products stay as large as a
    }

    /** Floating-point operations of one product. */
    static double flop() {
        return 2.0 * SIDE * SIDE * SIDE;
    }

    /** Multiplies as often as told. */
    void run(int times) {
        try (NDScope scope = new NDScope()) {
            String function = dtype.name().toLowerCase(Locale.ROOT);
            SCRIPT.call(function, a, b, manager.zeros(new Shape(times))).head().getFloat();
        }
    }

    private NDArray random(double deviation) {
        Random random = new Random(1);
        float[] values = new float[SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return manager.create(values, new Shape(SIDE, SIDE));
    }
}
