package dev.rewind.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Dtype;
import dev.rewind.model.network.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionModelTest {
    @TempDir
    Path directory;

    @BeforeAll
    static void useOneThread() {
        Torch.useThreads(1); // the networks here are too small to share
    }

    @BeforeEach
    void writeModel() {
        try (NDManager manager = Torch.manager().newSubManager();
                Weights weights = SmallModel.weights(manager)) {
            new ModelFolder(directory).write(weights, SmallModel.manifest());
        }
    }

    @Test
    void givesProbabilitiesThatSumToOne() {
        try (ActionModel model = ActionModel.load(directory)) {
            List<float[]> rows = model.probabilities(clips(5));

            assertThat(rows).hasSize(5);
            for (float[] row : rows) {
                assertThat(row).hasSize(3);
                assertThat(row[0] + row[1] + row[2]).isCloseTo(1, within(1e-5f));
                assertThat(row).doesNotContain(0);
            }
            assertThat(rows.get(0)).isNotEqualTo(rows.get(1));
        }
    }

    @Test
    void saysOnWhichVeryDeviceItComputes() {
        try (ActionModel model = ActionModel.load(directory)) {
            assertThat(model.compute().device()).isNotEqualTo(DeviceChoice.automatic());
        }
        Compute chosen = new Compute(DeviceChoice.of("cpu"), Compute.Kind.PLAIN, Dtype.FP32);
        try (ActionModel model = ActionModel.load(directory, chosen)) {
            assertThat(model.compute()).isEqualTo(chosen);
        }
    }

    @Test
    void givesEachClipOfABatchWhatItGetsAlone() {
        try (ActionModel model = ActionModel.load(directory)) {
            List<byte[]> clips = clips(7);
            List<float[]> together = model.probabilities(clips);

            for (int i = 0; i < clips.size(); i++) {
                assertThat(together.get(i))
                        .containsExactly(
                                model.probabilities(List.of(clips.get(i))).get(0), within(1e-5f));
            }
        }
    }

    @Test
    void givesTheEmbeddingThatItsClassifierReads() {
        try (ActionModel model = ActionModel.load(directory);
                NDManager manager = Torch.manager().newSubManager();
                Weights weights = SmallModel.weights(manager)) {
            float[] weight = weights.get("head.projection.weight").toFloatArray();
            float[] bias = weights.get("head.projection.bias").toFloatArray();

            for (ClipScores scores : model.score(clips(3))) {
                float[] embedding = scores.embedding();
                assertThat(embedding)
                        .hasSize(SmallModel.manifest().network().featureDim())
                        .hasSize(weight.length / bias.length);
                double[] odds = new double[bias.length];
                for (int c = 0; c < odds.length; c++) {
                    double logit = bias[c];
                    for (int i = 0; i < embedding.length; i++) {
                        logit += weight[c * embedding.length + i] * embedding[i];
                    }
                    odds[c] = Math.exp(logit);
                }
                double sum = odds[0] + odds[1] + odds[2];
                for (int c = 0; c < odds.length; c++) {
                    assertThat(scores.probabilities()[c]).isCloseTo((float) (odds[c] / sum), within(1e-4f));
                }
            }
        }
    }

    @Test
    void makesAReplicaThatScoresAlikeAndOutlivesIt() {
        Compute plain = new Compute(DeviceChoice.of("cpu"), Compute.Kind.PLAIN, Dtype.FP32);
        List<byte[]> clips = clips(3);
        ActionModel model = ActionModel.load(directory);
        List<float[]> expected = model.probabilities(clips);
        ActionModel replica = model.replica(plain);
        model.close();

        assertThat(replica.manifest()).isEqualTo(model.manifest());
        assertThat(replica.compute()).isEqualTo(plain);
        List<float[]> found = replica.probabilities(clips);
        for (int i = 0; i < clips.size(); i++) {
            assertThat(found.get(i)).containsExactly(expected.get(i), within(1e-5f));
        }
        replica.close();
        assertThatThrownBy(() -> replica.probabilities(clips)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesClipsOfAnotherLength() {
        try (ActionModel model = ActionModel.load(directory)) {
            List<byte[]> clips = List.of(new byte[4 * 16 * 16 * 3], new byte[100]);

            assertThatThrownBy(() -> model.probabilities(clips))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a clip of 4 x 16 x 16 pixels has 3072 bytes, but was given 100");
            assertThatThrownBy(() -> model.probabilities(List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a batch needs at least one clip");
            assertThat(model.probabilities(clips(1))).hasSize(1);
        }
    }

    @Test
    void freesEverythingOnClosing() {
        int before = Torch.manager().getManagedArrays().size();
        ActionModel model = ActionModel.load(directory);
        model.probabilities(clips(1));

        model.close();

        assertThat(Torch.manager().getManagedArrays()).hasSizeLessThanOrEqualTo(before + 1);
        assertThatThrownBy(() -> model.probabilities(clips(1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keepsNativeMemoryFlat() {
        assumeTrue(NativeMemory.measurable(), "only glibc 2.33 or newer says how much native memory is in use");
        try (ActionModel model = ActionModel.load(directory)) {
            use(model, 50, 100);
            long limit = (long) (1.05 * NativeMemory.used());

            use(model, 200, 300);

            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (NativeMemory.used() > limit && System.nanoTime() < deadline) {
                System.gc(); // the buffers that weights were staged in are free, but not yet collected
            }
            assertThat(NativeMemory.used()).isLessThanOrEqualTo(limit);
        }
    }

    private void use(ActionModel model, int loads, int forwards) {
        for (int i = 0; i < loads; i++) {
            ActionModel.load(directory).close();
        }
        List<byte[]> clips = clips(2);
        for (int i = 0; i < forwards; i++) {
            model.probabilities(clips);
        }
    }

    private static List<byte[]> clips(int count) {
        Random random = new Random(5);
        List<byte[]> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] clip = new byte[4 * 16 * 16 * 3];
            random.nextBytes(clip);
            clips.add(clip);
        }
        return clips;
    }
}
