package dev.rewind.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.engine.Torch;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelsTest {
    private static final double EXACT = 1e-5;
    /** Three digits, and what sums of many such products lose. */
    private static final double ROUNDED = 3e-2;

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1, 1", "2, 1, 64, 16, 16", "1, 3, 10, 7, 5", "2, 4, 16, 64, 32", "1, 2, 500, 1, 8"})
    void attendAlike(int batch, int heads, int queries, int keys, int dim) {
        compare(
                (kernels, in) -> kernels.attention(in.get(0), in.get(1), in.get(2), heads, in.get(3), in.get(4)),
                new Shape(batch, queries, heads * dim),
                new Shape(batch, keys, heads * dim),
                new Shape(batch, keys, heads * dim),
                new Shape(7, heads * dim),
                new Shape(7));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1, 1", "2, 5, 8, 32, 8", "1, 2000, 16, 8, 24", "3, 784, 6, 4, 1"})
    void mixChannelsAlike(int batch, int tokens, int in, int hidden, int out) {
        compare(
                (kernels, x) -> kernels.mlp(x.get(0), x.get(1), x.get(2), x.get(3), x.get(4)),
                new Shape(batch, tokens, in),
                new Shape(hidden, in),
                new Shape(hidden),
                new Shape(out, hidden),
                new Shape(out));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "2, 5, 8, 32", "1, 300, 96, 10"})
    void projectAlike(int batch, int tokens, int in, int out) {
        compare(
                (kernels, x) -> kernels.linear(x.get(0), x.get(1), x.get(2)),
                new Shape(batch, tokens, in),
                new Shape(out, in),
                new Shape(out));
        compare(
                (kernels, x) -> kernels.linear(x.get(0), x.get(1), null),
                new Shape(batch, tokens, in),
                new Shape(out, in));
    }

    @Test
    void projectThreeTimesAlike() {
        Shape weight = new Shape(12, 16);
        Shape bias = new Shape(12);
        compare(
                (kernels, x) -> NDArrays.stack(
                        kernels.project(x.get(0), new NDList(x.get(1), x.get(2), x.get(3)), new NDList())),
                new Shape(2, 9, 16),
                weight,
                weight,
                weight);
        compare(
                (kernels, x) -> NDArrays.stack(kernels.project(
                        x.get(0), new NDList(x.get(1), x.get(2), x.get(3)), new NDList(x.get(4), x.get(5), x.get(6)))),
                new Shape(2, 9, 16),
                weight,
                weight,
                weight,
                bias,
                bias,
                bias);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 1, 4, 1, 1, 1",
        "2, 1, 4, 8, 8, 16, 1, 2, 2",
        "1, 2, 2, 7, 5, 3, 1, 4, 4",
        "1, 3, 4, 6, 6, 8, 1, 1, 1",
        "2, 2, 5, 4, 4, 8, 2, 2, 2",
        "1, 1, 2, 3, 3, 4, 1, 8, 8"
    })
    void poolAlike(int batch, int heads, int t, int h, int w, int dim, int strideT, int strideH, int strideW) {
        Thw grid = new Thw(t, h, w);
        Thw stride = new Thw(strideT, strideH, strideW);
        compare(
                (kernels, in) -> kernels.pool(in.get(0), in.get(1), grid, stride),
                new Shape(batch, grid.volume(), heads * dim),
                new Shape(dim, 1, 3, 3, 3));
    }

    @Test
    void poolsOverTheGridAroundEachToken() {
        try (NDManager manager = Torch.manager().newSubManager();
                GradMode off = GradMode.off()) {
            NDArray tokens = manager.arange(0f, 12f).reshape(1, 12, 1); // 1 x 3 x 4
            NDArray box = manager.ones(new Shape(1, 1, 3, 3, 3));

            NDArray pooled = Kernels.fast().pool(tokens, box, new Thw(1, 3, 4), new Thw(1, 2, 2));

            assertThat(pooled.getShape()).isEqualTo(new Shape(1, 4, 1));
            assertThat(pooled.toFloatArray())
                    .containsExactly(0 + 1 + 4 + 5, 1 + 2 + 3 + 5 + 6 + 7, 4 + 5 + 8 + 9, 5 + 6 + 7 + 9 + 10 + 11);
        }
    }

    @Test
    void takeTheLargestOfEachWindow() {
        try (NDManager manager = Torch.manager().newSubManager();
                GradMode off = GradMode.off()) {
            NDArray tokens = manager.arange(0f, 24f).reshape(1, 24, 1); // 2 x 3 x 4

            NDArray pooled = Kernels.plain().maxPool(tokens, new Thw(2, 3, 4), new Thw(1, 2, 2));

            assertThat(pooled.toFloatArray()).containsExactly(5, 7, 9, 11, 17, 19, 21, 23);
        }
    }

    @Test
    void workAgainAfterTheScopeOfTheirFirstCallIsGone() {
        try (NDManager manager = Torch.manager().newSubManager();
                GradMode off = GradMode.off()) {
            TorchScript script = TorchScript.load(FastKernels.class, "kernels");
            NDArray x = random(manager, 1, new Shape(1, 4, 4));
            NDArray weight = random(manager, 2, new Shape(4, 4));
            for (int call = 0; call < 3; call++) {
                try (NDScope scope = new NDScope()) {
                    assertThat(script.call("linear_bf16", x, weight).head().getShape())
                            .isEqualTo(x.getShape());
                }
            }
        }
    }

    @FunctionalInterface
    private interface Operation {
        NDArray apply(Kernels kernels, NDList inputs);
    }

    /** Values as served, and values and gradients of a random weighting of them as trained, by every fast kernel. */
    private static void compare(Operation operation, Shape... shapes) {
        try (NDManager manager = Torch.manager().newSubManager()) {
            NDList plain = valuesAndGradients(manager, in -> operation.apply(Kernels.plain(), in), shapes);
            for (Dtype dtype : Dtype.values()) {
                double tolerance = dtype == Dtype.FP32 ? EXACT : ROUNDED;
                Kernels fast = Kernels.fast(dtype);
                assertClose(plain, valuesAndGradients(manager, in -> operation.apply(fast, in), shapes), tolerance);
                try (GradMode off = GradMode.off()) {
                    NDArray served = operation.apply(fast, inputs(manager, shapes));
                    assertClose(new NDList(plain.get(0)), new NDList(served), tolerance);
                }
            }
        }
    }

    private static void assertClose(NDList plain, NDList fast, double tolerance) {
        for (int i = 0; i < plain.size(); i++) {
            String what = i == 0 ? "the result" : "the gradient of input " + (i - 1);
            double largest = plain.get(i).abs().max().getFloat();
            assertThat(largest).as("size of %s", what).isFinite();
            assertThat(fast.get(i).getShape())
                    .as("shape of %s", what)
                    .isEqualTo(plain.get(i).getShape());
            assertThat((double) fast.get(i).sub(plain.get(i)).abs().max().getFloat())
                    .as("largest difference of %s, whose largest value is %s", what, largest)
                    .isLessThanOrEqualTo(tolerance * (1 + largest));
        }
    }

    private static NDList inputs(NDManager manager, Shape[] shapes) {
        NDList inputs = new NDList();
        for (Shape shape : shapes) {
            inputs.add(random(manager, inputs.size(), shape));
        }
        return inputs;
    }

    private static NDList valuesAndGradients(NDManager manager, Function<NDList, NDArray> operation, Shape[] shapes) {
        NDList inputs = inputs(manager, shapes);
        inputs.forEach(input -> input.setRequiresGradient(true));
        try (GradMode on = GradMode.on()) {
            NDArray result = operation.apply(inputs);
            NDArray upstream = random(manager, 99, result.getShape());
            JniUtils.backward((PtNDArray) result, (PtNDArray) upstream, false, false);
            NDList all = new NDList(result.stopGradient());
            inputs.forEach(input -> all.add(input.getGradient()));
            return all;
        }
    }

    private static NDArray random(NDManager manager, long seed, Shape shape) {
        Random random = new Random(seed);
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, shape);
    }
}
