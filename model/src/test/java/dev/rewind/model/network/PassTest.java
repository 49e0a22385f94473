package dev.rewind.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Patch;
import dev.rewind.model.network.config.Pooling;
import dev.rewind.model.verify.FormulaValues;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PassTest {
    private static final Network NETWORK = Network.of(NetworkConfig.revMViT(
            new Thw(4, 16, 16),
            Patch.clip(new Thw(3, 7, 7), new Thw(2, 4, 4)),
            8,
            1,
            4,
            List.of(2),
            new Pooling(new Thw(3, 3, 3), new Thw(1, 2, 2)),
            true,
            5,
            0.4,
            0.5));

    private GradMode grad;
    private NDManager manager;
    private NDArray clips;
    private Weights weights;

    @BeforeEach
    void createNetwork() {
        grad = GradMode.off();
        manager = Torch.manager().newSubManager();
        Shape shape = new Shape(8, 3, 4, 16, 16);
        clips = manager.create(FormulaValues.input("input", shape), shape);
        weights = Weights.create(manager, NETWORK.shapes(), new FormulaValues());
    }

    @AfterEach
    void free() {
        manager.close();
        grad.close();
    }

    @Test
    void givesTheSameLogitsForTheSameSeedOnly() {
        float[] logits = logits(Pass.training(Kernels.fast(), 1));

        assertThat(logits(Pass.training(Kernels.fast(), 1))).isEqualTo(logits);
        assertThat(logits(Pass.training(Kernels.fast(), 2))).isNotEqualTo(logits);
    }

    @Test
    void dropsNothingInServing() {
        float[] logits = logits(Pass.serving(Kernels.fast()));

        assertThat(logits(Pass.serving(Kernels.fast()))).isEqualTo(logits);
        assertThat(logits(Pass.training(Kernels.fast(), 1))).isNotEqualTo(logits);
        assertThat(Pass.serving(Kernels.fast())
                        .dropout(0.5, manager, clips.getShape())
                        .apply(clips))
                .isSameAs(clips);
        assertThat(Pass.serving(Kernels.fast()).dropPath(0.5, clips).apply(clips))
                .isSameAs(clips);
    }

    @Test
    void dropsNothingAtRateZero() {
        assertThat(Pass.training(Kernels.fast(), 1)
                        .dropout(0, manager, clips.getShape())
                        .apply(clips))
                .isSameAs(clips);
        assertThat(Pass.training(Kernels.fast(), 1).dropPath(0, clips).apply(clips))
                .isSameAs(clips);
    }

    @Test
    void dropsValuesAtTheRateAndKeepsTheMean() {
        float[] dropped = Pass.training(Kernels.fast(), 7)
                .dropout(0.25, manager, new Shape(100, 100))
                .apply(manager.ones(new Shape(100, 100)))
                .toFloatArray();

        int zeros = 0;
        for (float value : dropped) {
            assertThat(value).isIn(0f, 1 / 0.75f);
            zeros += value == 0 ? 1 : 0;
        }
        // Five standard deviations of a draw of 10,000.
        assertThat(zeros / 10_000.0).isCloseTo(0.25, within(0.022));
    }

    @Test
    void dropsWholeSamplesAtTheRateAndTheSameInEveryUse() {
        NDArray ones = manager.ones(new Shape(2000, 3, 2));
        Pass.Mask drop = Pass.training(Kernels.fast(), 7).dropPath(0.4, ones);

        float[] dropped = drop.apply(ones).toFloatArray();

        int zeros = 0;
        for (int sample = 0; sample < 2000; sample++) {
            for (int i = 1; i < 6; i++) {
                assertThat(dropped[sample * 6 + i]).isEqualTo(dropped[sample * 6]);
            }
            zeros += dropped[sample * 6] == 0 ? 1 : 0;
        }
        assertThat(zeros / 2000.0).isCloseTo(0.4, within(0.055));
        assertThat(drop.apply(ones).toFloatArray()).isEqualTo(dropped);
    }

    private float[] logits(Pass pass) {
        return NETWORK.forward(weights, pass, clips).toFloatArray();
    }
}
