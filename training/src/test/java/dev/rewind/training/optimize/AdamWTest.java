package dev.rewind.training.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.network.Gradients;
import dev.rewind.model.network.Weights;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against AdamW written out in doubles, of given gradients. */
class AdamWTest {
    private static final Offset<Double> CLOSE = within(1e-6);
    private static final double DECAY = 0.1;
    private static final double RATE = 0.01;

    private final Random random = new Random(5);
    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private NDManager manager;
    private Weights weights;
    private Gradients gradients;

    @BeforeEach
    void createWeights() {
        shapes.put("linear", new Shape(3, 4));
        shapes.put("bias", new Shape(4));
        shapes.put("kernel", new Shape(2, 1, 2, 2, 2));
        manager = Torch.manager().newSubManager();
        weights = Weights.create(manager, shapes, (name, shape) -> FloatBuffer.wrap(gaussian((int) shape.size())));
        gradients = new Gradients(weights);
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void equalsAdamWStepByStep() {
        Map<String, Twin> twins = twins();
        try (AdamW optimizer = optimizer(OptionalDouble.empty())) {
            for (int step = 1; step <= 6; step++) {
                Map<String, float[]> slopes = backward(1);
                optimizer.step(gradients, RATE / step, 1);
                for (String name : shapes.keySet()) {
                    twins.get(name).step(slopes.get(name), RATE / step, 1);
                    assertThatArray(name, twins.get(name).values);
                }
            }
        }
    }

    @Test
    void letsOnlyMatricesDecay() {
        float[] matrix = weights.get("linear").toFloatArray();
        float[] kernel = weights.get("kernel").toFloatArray();
        float[] bias = weights.get("bias").toFloatArray();
        try (AdamW optimizer = optimizer(OptionalDouble.empty())) {
            backward(0);
            optimizer.step(gradients, RATE, 1);
        }

        assertThatArray("linear", scaled(matrix, 1 - RATE * DECAY));
        assertThatArray("kernel", scaled(kernel, 1 - RATE * DECAY));
        assertThatArray("bias", scaled(bias, 1));
    }

    @Test
    void cutsGradientsToTheirCommonLength() {
        Map<String, Twin> twins = twins();
        try (AdamW optimizer = optimizer(OptionalDouble.of(0.5))) {
            for (int step = 0; step < 4; step++) {
                Map<String, float[]> slopes = backward(step % 2 == 0 ? 1 : 0.01f);
                double length = Math.sqrt(
                        slopes.values().stream().mapToDouble(AdamWTest::squares).sum());
                float told = optimizer.step(gradients, RATE, 1);

                assertThat(told).isCloseTo((float) length, within(1e-5f));
                double scale = Math.min(1, 0.5 / (length + 1e-6));
                for (String name : shapes.keySet()) {
                    twins.get(name).step(slopes.get(name), RATE, scale);
                    assertThatArray(name, twins.get(name).values);
                }
            }
        }
    }

    @Test
    void keepsNoAverageWhereNoneIsWanted() {
        Optimization last = new Optimization(
                new CosineSchedule(RATE, 0), DECAY, OptionalDouble.empty(), OptionalDouble.empty(), false);
        try (AdamW optimizer = new AdamW(weights, last)) {
            backward(1);
            optimizer.step(gradients, RATE, 0.5);
            Map<String, float[]> stepped = values();
            optimizer.useAverage();

            values().forEach((name, values) -> assertThat(values).as(name).isEqualTo(stepped.get(name)));
            assertThat(optimizer.memory()).containsOnlyKeys("weights", "first-moments", "second-moments");
        }
    }

    @Test
    void updatesSomeParametersAsItUpdatesThemAmongAll() {
        Map<String, float[]> before = values();
        Map<String, float[]> slopes = backward(1);
        try (AdamW optimizer = optimizer(OptionalDouble.empty())) {
            optimizer.step(gradients, RATE, 1);
        }
        Map<String, float[]> together = values();

        before.forEach((name, values) ->
                weights.get(name).subi(weights.get(name)).addi(manager.create(values, shapes.get(name))));
        slopes.forEach((name, slope) -> gradients.get(name).addi(manager.create(slope, shapes.get(name))));
        try (AdamW optimizer = optimizer(OptionalDouble.empty())) {
            optimizer.step(gradients, Set.of("bias", "kernel"), RATE, 1);
            assertThat(weights.get("linear").toFloatArray()).isEqualTo(before.get("linear"));
            assertThat(gradients.get("kernel").toFloatArray()).containsOnly(0);
            assertThat(gradients.get("linear").toFloatArray()).isEqualTo(slopes.get("linear"));
            optimizer.step(gradients, Set.of("linear"), RATE, 1);
        }

        values().forEach((name, values) -> assertThat(values).as(name).isEqualTo(together.get(name)));
    }

    @Test
    void changesNothingByGradientsThatAreNoNumbers() {
        Map<String, float[]> before = values();
        try (AdamW optimizer = optimizer(OptionalDouble.empty())) {
            backward(1);
            gradients.get("kernel").muli(Float.NaN);

            assertThat(optimizer.step(gradients, RATE, 1)).isNaN();
            optimizer.useAverage();
        }

        values().forEach((name, values) -> assertThat(values).as(name).isEqualTo(before.get(name)));
    }

    @Test
    void keepsARunningAverageAndPutsItInPlaceOfTheWeights() {
        Map<String, double[]> averages = new LinkedHashMap<>();
        shapes.keySet()
                .forEach(name -> averages.put(name, scaled(weights.get(name).toFloatArray(), 1)));
        try (AdamW optimizer = optimizer(OptionalDouble.of(1))) {
            for (double share : new double[] {1, 0.5, 0.25}) {
                backward(1);
                optimizer.step(gradients, 10 * RATE, share);
                averages.forEach((name, average) -> {
                    float[] now = weights.get(name).toFloatArray();
                    for (int i = 0; i < average.length; i++) {
                        average[i] += share * (now[i] - average[i]);
                    }
                });
            }
            optimizer.useAverage();
        }

        averages.forEach(this::assertThatArray);
    }

    private Map<String, float[]> values() {
        Map<String, float[]> values = new LinkedHashMap<>();
        weights.asMap().forEach((name, array) -> values.put(name, array.toFloatArray()));
        return values;
    }

    private AdamW optimizer(OptionalDouble clipNorm) {
        return new AdamW(
                weights, new Optimization(new CosineSchedule(RATE, 0), DECAY, clipNorm, OptionalDouble.of(500), false));
    }

    /** Gives every weight a gradient of gaussian values, and returns them. */
    private Map<String, float[]> backward(float size) {
        Map<String, float[]> slopes = new LinkedHashMap<>();
        try (NDManager step = manager.newSubManager()) {
            shapes.forEach((name, shape) -> {
                float[] slope = gaussian((int) shape.size());
                for (int i = 0; i < slope.length; i++) {
                    slope[i] *= size;
                }
                slopes.put(name, slope);
                gradients.get(name).addi(step.create(slope, shape));
            });
        }
        return slopes;
    }

    private Map<String, Twin> twins() {
        Map<String, Twin> twins = new LinkedHashMap<>();
        shapes.forEach((name, shape) ->
                twins.put(name, new Twin(weights.get(name).toFloatArray(), shape.dimension() > 1 ? DECAY : 0)));
        return twins;
    }

    private void assertThatArray(String name, double[] expected) {
        float[] found = weights.get(name).toFloatArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) found[i]).as("%s[%d]", name, i).isCloseTo(expected[i], CLOSE);
        }
    }

    private float[] gaussian(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double[] scaled(float[] values, double factor) {
        double[] scaled = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = factor * values[i];
        }
        return scaled;
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value * value;
        }
        return sum;
    }

    /** Algorithm 2 of Loshchilov and Hutter for one parameter. */
    private static final class Twin {
        private final double[] values;
        private final double[] first;
        private final double[] second;
        private final double decay;
        private int steps;

        Twin(float[] values, double decay) {
            this.values = scaled(values, 1);
            this.first = new double[values.length];
            this.second = new double[values.length];
            this.decay = decay;
        }

        void step(float[] gradient, double rate, double scale) {
            steps++;
            for (int i = 0; i < values.length; i++) {
                double g = scale * gradient[i];
                first[i] = 0.9 * first[i] + 0.1 * g;
                second[i] = 0.999 * second[i] + 0.001 * g * g;
                double mean = first[i] / (1 - Math.pow(0.9, steps));
                double deviation = Math.sqrt(second[i] / (1 - Math.pow(0.999, steps)));
                values[i] -= rate * (mean / (deviation + 1e-8) + decay * values[i]);
            }
        }
    }
}
