package dev.rewind.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rewind.inference.serving.RealModels.Shape;
import dev.rewind.model.bench.child.FreshJvm;
import dev.rewind.model.engine.Torch;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.models.ModelRecord.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two hundred swaps under load in a process of its own: a test beside it would hide what stays behind. */
class FlatSwapsTest {
    private static final Logger LOG = LoggerFactory.getLogger(FlatSwapsTest.class);
    private static final int SWAPS = 200;
    private static final int FIRST = 50;
    private static final long HEAP = 128L << 20;

    @Test
    @Tag("slow") // minutes
    @Timeout(1200)
    void keepsMemoryThreadsAndFilesFlatOverTwoHundredSwaps(@TempDir Path directory) {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "only Linux says how much of a process lies in memory");
        Torch.useThreads(1);
        try (EmbeddedBroker broker =
                EmbeddedBroker.start(new EmbeddedBroker.Settings(directory.resolve("broker"), 0))) {
            TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
            RealModels models = new RealModels(broker.connection(), directory);
            models.publish("even", Shape.of(RealModels.FOUR, 1).withBlocks(128, 4), State.CANDIDATE);
            models.publish("odd", Shape.of(RealModels.FOUR, 2).withBlocks(128, 4), State.LIVE);

            FreshJvm process = new FreshJvm(
                    HEAP,
                    List.of(),
                    Map.of(
                            "MALLOC_MMAP_THRESHOLD_",
                            "65536",
                            "MALLOC_TRIM_THRESHOLD_",
                            "65536",
                            "MALLOC_ARENA_MAX",
                            "2"));
            SwappingProcess.Figures figures = process.run(
                    SwappingProcess.class,
                    new SwappingProcess.Job(broker.connection().bootstrapServers(), directory.toString(), FIRST, SWAPS),
                    SwappingProcess.Figures.class);

            LOG.warn("{}", figures);
            assertThat(figures.unscored()).isZero();
            assertThat(figures.switches()).isEqualTo(SWAPS);
            assertThat(figures.last().residentKib())
                    .isLessThanOrEqualTo((long) (1.05 * figures.first().residentKib()));
            assertThat(figures.last().threads())
                    .isLessThanOrEqualTo(figures.first().threads());
            assertThat(figures.last().files())
                    .isLessThanOrEqualTo(figures.first().files() + 1);
        }
    }
}
