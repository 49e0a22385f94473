package dev.rewind.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Patch;
import dev.rewind.model.network.config.Pooling;
import dev.rewind.model.verify.FormulaValues;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A graph keeps numbers that Java has let go of; the collector must not take their memory before the backward pass. */
class CollectedMemoryTest {
    private static final Network NETWORK = Network.of(NetworkConfig.revMViT(
            new Thw(4, 16, 16),
            Patch.clip(new Thw(3, 3, 3), new Thw(2, 4, 4)),
            8,
            1,
            2,
            List.of(1),
            new Pooling(new Thw(3, 3, 3), new Thw(1, 2, 2)),
            true,
            3,
            0,
            0));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesTheSameGradientsWhenTheCollectorRunsBeforeTheBackwardPass(boolean fast) {
        Kernels kernels = fast ? Kernels.fast() : Kernels.plain();
        try (GradMode on = GradMode.on();
                NDManager manager = Torch.manager().newSubManager();
                Weights weights = Weights.create(manager, NETWORK.shapes(), new Initializer(3))) {
            NDArray clips = manager.create(
                    FormulaValues.input("input", new Shape(2, 3, 4, 16, 16)), new Shape(2, 3, 4, 16, 16));
            clips.setRequiresGradient(true);

            float[] undisturbed = inputGradient(kernels, weights, clips, () -> {});
            float[] collected = inputGradient(kernels, weights, clips, CollectedMemoryTest::collectAndReuse);

            assertThat(collected).containsExactly(undisturbed);
        }
    }

    private static float[] inputGradient(Kernels kernels, Weights weights, NDArray clips, Runnable between) {
        try (NDScope scope = new NDScope()) {
            NDArray logits = NETWORK.forward(weights, Pass.serving(kernels), clips);
            between.run();
            NDArray upstream = logits.getManager().ones(logits.getShape());
            JniUtils.backward((PtNDArray) logits, (PtNDArray) upstream, false, false);
            float[] gradient = JniUtils.getGradient((PtNDArray) clips).toFloatArray();
            JniUtils.zeroGrad((PtNDArray) clips);
            return gradient;
        }
    }

    /** Frees all native memory that Java no longer holds, and fills what is free of it with other numbers. */
    private static void collectAndReuse() {
        for (int round = 0; round < 5; round++) {
            System.gc();
            List<ByteBuffer> others = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                ByteBuffer other = ByteBuffer.allocateDirect(Float.BYTES);
                others.add(other.putFloat(0, Float.NaN));
            }
        }
    }
}
