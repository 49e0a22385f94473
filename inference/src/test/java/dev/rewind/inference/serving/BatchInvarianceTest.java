package dev.rewind.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rewind.model.ActionModel;
import dev.rewind.model.ClipScores;
import dev.rewind.model.ClipSpec;
import dev.rewind.topics.KafkaConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which clips happen to share a batch must not show in their labels. */
class BatchInvarianceTest {
    private static final double SAME = 1e-4;
    private static final ClipSpec LARGER = new ClipSpec(8, 16, 12, Duration.ofMillis(100), ClipSpec.Sampling.PERIOD);

    @TempDir
    private Path directory;

    @Test
    void shouldScoreABatchAsItScoresEachOfItsClipsAlone() {
        RealModels models = new RealModels(KafkaConnection.of("localhost:9092"), directory);
        RealModels.Shape shape = RealModels.Shape.of(RealModels.SIX, 5);
        check(models.write("small", shape), RealModels.CLIP);
        check(models.write("deeper", shape.withClip(LARGER).withBlocks(24, 4)), LARGER);
    }

    private static void check(Path folder, ClipSpec spec) {
        Random random = new Random(7);
        try (ClipModel model = ClipModel.of(ActionModel.load(folder), Optional.empty())) {
            for (int size = 1; size <= 16; size++) {
                List<byte[]> batch = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    byte[] clip = new byte[spec.bytes()];
                    random.nextBytes(clip);
                    batch.add(clip);
                }
                List<ClipScores> together = model.score(batch);
                assertThat(together).hasSize(size);
                for (int i = 0; i < size; i++) {
                    same(together.get(i), model.score(List.of(batch.get(i))).get(0));
                }
            }
        }
    }

    private static void same(ClipScores together, ClipScores alone) {
        assertThat(together.probabilities()).hasSameSizeAs(alone.probabilities());
        assertThat(together.probabilities()).containsExactly(alone.probabilities(), within((float) SAME));
        assertThat(together.embedding()).containsExactly(alone.embedding(), within((float) SAME * 10));
    }
}
